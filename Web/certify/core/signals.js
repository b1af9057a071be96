import { isField } from "./privacy.js";

/** What tells people from programs, as running totals. */
export class Signals {
  /** @param {import("./recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.recorder = recorder;
    this.untrusted = 0;
    this.pointer = 0;
    this.keys = 0;
    this.touches = 0;
    /** @type {WeakSet<Element>} */
    this.traps = new WeakSet();
    this.hidden_fill = 0;
    /** @type {number | null} */
    this.first_input_ms = null;
  }

  /** @param {Event} event */
  moved(event) {
    if (event.isTrusted) this.pointer++;
  }

  /** @param {Event} event on a field or control */
  used(event) {
    if (!event.isTrusted) this.untrusted++;
    else if (event.type === "keydown") this.keys++;
    else if (event.type === "touchstart") this.touches++;
  }

  /** @param {FieldElement} field */
  filled(field) {
    this.first_input_ms ??= Math.round(performance.now());
    if (this.traps.has(field) || !isField(field) || isVisible(field)) return;
    this.traps.add(field);
    this.hidden_fill++;
  }

  report() {
    const { untrusted, pointer, keys, touches, hidden_fill, first_input_ms } = this;
    const webdriver = !!navigator.webdriver;
    this.recorder.tell("signet.signals", { webdriver, untrusted, pointer, keys, touches, hidden_fill, first_input_ms });
  }
}

/** @param {Element} element */
export function isVisible(element) {
  if (!element.getClientRects().length) return false;
  const { visibility, opacity } = getComputedStyle(element);
  return visibility === "visible" && Number(opacity) > 0;
}
