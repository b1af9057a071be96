import { tell } from "./recorder.js";
import { now } from "./tools.js";

/** What tells people from programs, as running totals. */
export const totals = {
  webdriver: !!navigator.webdriver,
  untrusted: 0,
  pointer: 0,
  keys: 0,
  touches: 0,
  hidden_fill: 0,
  first_input_ms: /** @type {number | null} */ (null),
};

/** @type {WeakSet<Element>} */
const traps = new WeakSet();

/** @param {Event} event */
export function moved({ isTrusted }) {
  if (isTrusted) totals.pointer++;
}

/** @param {Event} event on a field or control */
export function used({ isTrusted, type }) {
  if (!isTrusted) totals.untrusted++;
  else if (type === "keydown") totals.keys++;
  else if (type === "touchstart") totals.touches++;
}

/** @param {FieldElement} field */
export function filled(field) {
  totals.first_input_ms ??= Math.round(now());
  if (traps.has(field) || isVisible(field)) return;
  traps.add(field);
  totals.hidden_fill++;
}

export const reportSignals = () => tell("signals", { ...totals });

/** @param {Element} element */
export function isVisible(element) {
  if (!element.getClientRects().length) return false;
  const { visibility, opacity } = getComputedStyle(element);
  return visibility === "visible" && opacity !== "0";
}
