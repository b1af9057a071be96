import { SAME_MS } from "./limits.js";
import { nearest } from "./mirror.js";
import { leaveFields, learn, pageFields, valuesOf } from "./inputs.js";
import { atSubmission } from "./parts.js";
import { holdsText, isToggle, release } from "./privacy.js";
import { ended, look, ready, tell } from "./recorder.js";
import { isVisible, reportSignals } from "./signals.js";
import { listen, now, wait } from "./tools.js";
import { flushEvents } from "./transport.js";

const SUBMITS = "[data-tf-element-role=submit],[type=submit],form button:not([type=reset],[type=button])";
/** What a script may submit a form by that has a submit button besides. */
const ACTS = "[role=button],[onclick],[type=button],[href^=javascript]";
/** Steps of a form lead on without submitting it. */
const STEP = /^\W*(next|back|prev|cancel|close|edit|change|skip)/i;
const CONTACT = /e-?mail|phone|mobile|\btel\b/i;

let reportedAt = -Infinity;

/** Sees that a form was submitted, and says how it knows. */
export const watchSubmissions = () => listen(window, "click", clicked);

/**
 * The event does not leave a shadow root.
 * @param {Root} root
 */
export function watchForms(root) {
  listen(root, "submit", ({ target, submitter, isTrusted }) => report("submit", target, submitter, isTrusted));
}

/** @param {MouseEvent} event */
function clicked(event) {
  const control = /** @type {HTMLInputElement[]} */ (event.composedPath()).find((target) => target.matches?.(SUBMITS));
  if (!control || (STEP.test(control.textContent || control.value) && !control.dataset.tfElementRole)) return;
  const { form, ready, values } = stateOf(control);
  if (ready) wait(0, () => {
    // A button that the page lets submit its form has done so by now, and its event said more.
    if (!form || event.defaultPrevented || control.type !== "submit") report("click", form, control, event.isTrusted, values);
  });
}

/**
 * The control's form, whether what a lead needs was filled in, and the values as they were: the fields may be gone when the
 * consequence of a click shows.
 * @param {Element} control
 */
export function stateOf(control) {
  const form = /** @type {HTMLButtonElement} */ (control).form || control.closest("form");
  learn();
  const ready = isReady(form);
  return { form, ready, values: ready ? valuesOf(form) : [] };
}

/**
 * Required and contact fields are filled, and at least something is.
 * @param {HTMLFormElement | null} form
 */
function isReady(form) {
  const fields = pageFields().filter((field) => !form || field.form === form);
  return fields.some((field) => holdsText(field) && !isEmpty(field)) &&
    !fields.some((field) => isEmpty(field) && isNeeded(field) && isVisible(field));
}

/** @param {FieldElement} field */
const isEmpty = (field) => (isToggle(field) ? !field.checked : !field.value.trim());

/**
 * What submits the form without any script.
 * @param {HTMLFormElement | null} form
 */
export const submitOf = (form) => form?.querySelector(SUBMITS);

/** Whether somebody could send a lead here without any control that looks like it. */
export const isUnclear = () =>
  pageFields().some((field) => holdsText(field) && !(submitOf(field.form) && !field.form?.querySelector(ACTS)));

/**
 * @param {"submit" | "formdata" | "click" | "inferred"} how
 * @param {HTMLFormElement | null} form
 * @param {EventTarget | null} control
 * @param {boolean} trusted
 * @param {object[]} [values]
 */
export function report(how, form, control, trusted, values) {
  if (!ready || ended || now() - reportedAt < SAME_MS) return;
  reportedAt = now();
  leaveFields();
  values ||= valuesOf(form);
  release();
  look();
  reportSignals();
  tell("submit", { how, form: nearest(form), control: nearest(control), trusted });
  tell("values", { values });
  for (const act of atSubmission) act();
  flushEvents(true);
}

/** @param {FieldElement} field */
function isNeeded(field) {
  return field.required || (holdsText(field) && CONTACT.test(`${field.type} ${field.name} ${field.id}`));
}
