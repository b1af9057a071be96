import { Recorder } from "./recorder.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
/** @type {Session} */ (script.signet).record = (session) => new Recorder(session);
