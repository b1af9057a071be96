import { LEARN_MS, PAUSE_MS } from "./limits.js";
import { isMirrored, mirrorId } from "./mirror.js";
import { editable, holdsText, isField, isSensitive, isToggle, mask, remember, scrub } from "./privacy.js";
import { idOf, increment, later, ready, tell } from "./recorder.js";
import { INPUT } from "./rrweb.js";
import { filled, used } from "./signals.js";
import { all, fold, listen, targetOf } from "./tools.js";
import { toggledConsent } from "./consent.js";

/**
 * @typedef {object} Stretch what happened in a field since it was last told
 * @property {string} value as last seen
 * @property {string} told as last told
 * @property {string} [method] the last, also after it was told
 * @property {number} keystrokes
 * @property {number} typing
 * @property {number} keyAt
 */

const NOTHING = { keystrokes: 0, typing: 0, keyAt: -Infinity };

/** By a script, or by the page's source. */
const SET = "pre-populated";

/** @type {Map<FieldElement, Stretch>} also of fields that are gone: steps of a form replace each other */
const fields = new Map();
const learnSoon = later(LEARN_MS, () => ready && learn());

/** Follows every field: its value, and how it came to it. */
export function watchInputs() {
  for (const type of ["keydown", "input", "change", "focusout"]) listen(window, type, handle);
  listen(window, "touchstart", used);
  // A click may let a script or the browser fill other fields.
  listen(window, "click", learnSoon);
}

/** What was entered before the recording began is as secret as what is entered from now on. */
export function recall() {
  const given = pageFields().filter((field) => field.value !== (field.defaultValue ?? field.value));
  for (const element of [...session.touched, ...given, ...all("[contenteditable]:not([contenteditable=false])")]) {
    if (holdsText(element)) remember(/** @type {FieldElement} */ (element));
    else editable.add(element);
  }
}

/** @param {any} event */
function handle(event) {
  const { type } = event;
  const field = /** @type {any} */ (targetOf(event));
  if (!isField(field)) {
    if (field.isContentEditable) editable.add(field);
    return;
  }
  if (session.isOurs(field)) return;
  if (type === "focusout") return tellField(field);
  used(event);
  if (type === "keydown") key(field, event);
  else input(field, event);
}

/**
 * @param {FieldElement} field
 * @param {KeyboardEvent} event
 */
function key(field, { isTrusted, ctrlKey, metaKey, key, timeStamp }) {
  if (!isTrusted || ctrlKey || metaKey) return;
  if (key.length > 1 && !/^(Backspace|Delete|Unidentified|Process)$/.test(key)) return;
  const stretch = follow(field);
  const pause = timeStamp - stretch.keyAt;
  if (pause <= PAUSE_MS) stretch.typing += pause;
  stretch.keyAt = timeStamp;
  stretch.keystrokes++;
}

/**
 * @param {FieldElement} field
 * @param {InputEvent} event
 */
function input(field, event) {
  const stretch = follow(field);
  const { isTrusted } = event;
  if (isToggle(field)) {
    if (event.type === "change") {
      write(field, isTrusted);
      toggledConsent(field, isTrusted);
    }
  } else if (field.value !== stretch.value) changed(field, methodOf(field, event, stretch), isTrusted);
  learnSoon();
}

/**
 * @param {FieldElement} field
 * @param {string} method
 * @param {boolean} [byUser]
 */
function changed(field, method, byUser = false) {
  const stretch = follow(field);
  remember(field);
  stretch.value = field.value;
  stretch.method = method;
  if (method !== SET) filled(field);
  write(field, byUser);
}

/**
 * @param {FieldElement} field
 * @param {boolean} userTriggered
 */
function write(field, userTriggered) {
  const id = idOf(field);
  // A field the replay does not show stands for an element around it, which has no value.
  if (isMirrored(field)) increment(INPUT, { id, text: mask(field), isChecked: isToggle(field) && field.checked, userTriggered });
}

/**
 * Says how a field was filled, once for each stretch of input.
 * @param {FieldElement} field
 */
function tellField(field) {
  const stretch = fields.get(field);
  if (!stretch || stretch.value === stretch.told || !holdsText(field) || field.type === "password") return;
  stretch.told = stretch.value;
  const id = idOf(field);
  const method = stretch.method || "typing";
  if (id && !(isChosen(field) && method === "typing")) {
    tell("field", {
      ...describe(field, id),
      method,
      keystrokes: stretch.keystrokes,
      typing_ms: Math.round(stretch.typing),
      length: isSensitive(field) ? null : stretch.value.length,
    });
  }
  Object.assign(stretch, NOTHING);
}

/** Tells of every open stretch. */
export function leaveFields() {
  learn();
  for (const field of fields.keys()) tellField(field);
}

/**
 * Looks for values that no event told of.
 * @param {boolean} [begins] the snapshot stands: what fields hold now was there before
 */
export function learn(begins) {
  for (const field of pageFields()) {
    const stretch = follow(field, isChosen(field) ? field.value : "");
    const { value, told, method = SET } = stretch;
    if (!holdsText(field) || field.value === (begins ? told : value)) continue;
    changed(field, isAutofilled(field) ? "autofill" : method);
    // What a script makes of an entered value is that value still.
    if (method !== SET && value === told) stretch.told = field.value;
    if (begins || document.activeElement !== field) tellField(field);
  }
}

/**
 * @param {FieldElement} field
 * @param {string} [value] what it holds, if it is not known yet
 * @returns {Stretch}
 */
function follow(field, value = field.defaultValue ?? "") {
  let stretch = fields.get(field);
  if (!stretch) fields.set(field, (stretch = { value, told: value, ...NOTHING }));
  return stretch;
}

/** The fields a visitor may fill. */
export const pageFields = () =>
  /** @type {FieldElement[]} */ (all("input,textarea,select")).filter((field) => field.type !== "hidden" && !session.isOurs(field));

/**
 * The final values, of the form or of all fields; fields that were replaced by a later step count too.
 * @param {HTMLFormElement | null} form
 */
export function valuesOf(form) {
  /** @type {object[]} */
  const out = [];
  for (const [field, stretch] of fields) {
    const { isConnected } = field;
    const value = isConnected ? valueOf(field) : stretch.value;
    if (!value || !holdsText(field) || (form && isConnected && field.form !== form) || isSensitive(field)) continue;
    out.push({ ...describe(field, mirrorId(field)), value: value.slice(0, 10_000) });
  }
  return out;
}

/** @param {FieldElement & {selectedOptions?: Iterable<HTMLOptionElement>}} field of a list, all that is selected */
const valueOf = ({ value, selectedOptions }) => (selectedOptions ? Array.from(selectedOptions, (option) => option.value).join() : value);

/**
 * @param {FieldElement} field
 * @param {number} id
 */
function describe(field, id) {
  return { id, name: field.name || field.id, label: labelOf(field), type: field.type };
}

/** @param {FieldElement} field */
function labelOf(field) {
  const label = field.labels?.[0]?.textContent?.replace(field.textContent || "", "");
  const own = field.getAttribute("aria-label") || label || field.getAttribute("placeholder");
  return own && fold(scrub(own), 200);
}

/**
 * @param {FieldElement} field
 * @param {InputEvent} event
 * @param {Stretch} stretch
 */
function methodOf(field, { inputType, data, isTrusted }, { keystrokes, method, value, told }) {
  if (/Paste|Drop/.test(inputType || "")) return "paste";
  if (!isTrusted || isAutofilled(field)) return "autofill";
  // Browsers that fill a form themselves send an event, but nobody pressed a key.
  if (!isChosen(field) && !keystrokes && (!inputType || (data || "").length > 1)) return (value !== told && method) || "autofill";
  return "typing";
}

/** @param {FieldElement} field whose value is picked, not typed, and may be there before anybody does */
const isChosen = ({ type }) => /^(select|range|color|date|month|week|time)/.test(type);

/**
 * Browsers have two names for it; `:is` forgives the one they do not know.
 * @param {FieldElement} field
 */
const isAutofilled = (field) => field.matches(":is(:autofill,:-webkit-autofill)");
