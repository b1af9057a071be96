import { isField } from "./privacy.js";

/** What tells people from programs, as running totals. */
export class Signals {
  /** @type {WeakSet<Element>} */
  traps = new WeakSet();

  /** @param {import("./recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.recorder = recorder;
    this.totals = {
      webdriver: !!navigator.webdriver,
      untrusted: 0,
      pointer: 0,
      keys: 0,
      touches: 0,
      hidden_fill: 0,
      first_input_ms: /** @type {number | null} */ (null),
    };
  }

  /** @param {Event} event */
  moved(event) {
    if (event.isTrusted) this.totals.pointer++;
  }

  /** @param {Event} event on a field or control */
  used(event) {
    if (!event.isTrusted) this.totals.untrusted++;
    else if (event.type === "keydown") this.totals.keys++;
    else if (event.type === "touchstart") this.totals.touches++;
  }

  /** @param {FieldElement} field */
  filled(field) {
    this.totals.first_input_ms ??= Math.round(performance.now());
    if (this.traps.has(field) || !isField(field) || isVisible(field)) return;
    this.traps.add(field);
    this.totals.hidden_fill++;
  }

  report() {
    this.recorder.tell("signet.signals", { ...this.totals });
  }
}

/** @param {Element} element */
export function isVisible(element) {
  if (!element.getClientRects().length) return false;
  const { visibility, opacity } = getComputedStyle(element);
  return visibility === "visible" && Number(opacity) > 0;
}
