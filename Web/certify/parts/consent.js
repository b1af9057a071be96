import { Consent } from "./consent/consent.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
/** @type {import("../core/recorder.js").Recorder} */
const recorder = script.signet;
recorder.guard(() => (recorder.consent = new Consent(recorder)).report())();
