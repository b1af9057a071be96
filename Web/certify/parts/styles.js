import { watchSheets } from "./sheets.js";

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
watchSheets(script.signet);
