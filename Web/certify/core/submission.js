import { SAME_MS } from "./limits.js";
import { nearest } from "./mirror.js";
import { leaveFields, learn, pageFields, valuesOf } from "./inputs.js";
import { atSubmission } from "./parts.js";
import { holdsText, isToggle, release } from "./privacy.js";
import { ended, look, ready, tell } from "./recorder.js";
import { isVisible, reportSignals } from "./signals.js";
import { listen, now, wait } from "./tools.js";
import { flushEvents } from "./transport.js";

const SUBMITS = "[data-tf-element-role=submit],[type=submit],[type=image],form button:not([type=reset],[type=button])";
/** What a script may submit a form by that has a submit button besides. */
const ACTS = "[role=button],[onclick],[type=button],[href^=javascript]";
const CONTACT = /e-?mail|phone|mobile|\btel\b/i;

/**
 * @typedef {object} Gesture a click on a control, or Enter in a field
 * @property {Event} event
 * @property {number} at
 * @property {Element} control
 * @property {HTMLFormElement | null} form
 * @property {boolean} ready whether what a lead needs was filled in
 * @property {object[]} values as they were: the fields may be gone when the consequence shows
 */

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
  const control = event.composedPath().find((target) => /** @type {Element} */ (target).matches?.(SUBMITS));
  if (!control) return;
  const { form, ready, values } = gestureOf(event, /** @type {Element} */ (control));
  // A form's own submit event follows within this click, and says more.
  if (ready) wait(0, () => {
    if (!form || !isInvalid(form) || event.defaultPrevented) report("click", form, control, event.isTrusted, values);
  });
}

/**
 * @param {Event} event
 * @param {Element} control
 * @returns {Gesture}
 */
export function gestureOf(event, control) {
  const form = /** @type {HTMLButtonElement} */ (control).form || control.closest("form");
  learn();
  const ready = isReady(form);
  return { event, at: now(), control, form, ready, values: ready ? valuesOf(form) : [] };
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
  return field.required || (holdsText(field) && (/^(email|tel)$/.test(field.type) || CONTACT.test(`${field.name} ${field.id}`)));
}

/**
 * Without asking the form, which would fire events.
 * @param {HTMLFormElement} form
 */
function isInvalid(form) {
  return Element.prototype.matches.call(form, ":invalid:not([novalidate])");
}
