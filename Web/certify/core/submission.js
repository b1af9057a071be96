import { nearest } from "./mirror.js";
import { leaveFields, learn, pageFields, valuesOf } from "./inputs.js";
import { atSubmission } from "./parts.js";
import { holdsText, isToggle, release } from "./privacy.js";
import { ended, look, ready, tell } from "./recorder.js";
import { isVisible, reportSignals } from "./signals.js";
import { listen, now, targetOf, wait } from "./tools.js";
import { flushEvents } from "./transport.js";

const SUBMITS = "[data-tf-element-role=submit],[type=submit],input[type=image],form button:not([type=reset]),form input[type=button]";
const CONTROLS = "button,a,input,[role=button],[onclick]";
/** Steps of a form lead on without submitting it. */
const STEP = /^\W*(next|back|prev|cancel|close|edit|change|skip)/i;
const CONTACT = /e-?mail|phone|mobile|\btel\b/i;

/** How long after a click its consequences count as such. */
const FORMDATA_MS = 10_000;
/** One submission shows itself in several ways at once. */
const SAME_MS = 1_000;

/**
 * @typedef {object} Gesture a click on a control, or Enter in a field
 * @property {Event} event
 * @property {number} at
 * @property {Element} control
 * @property {HTMLFormElement | null} form
 * @property {boolean} ready whether what a lead needs was filled in
 * @property {object[]} values as they were: the fields may be gone when the consequence shows
 */

/** @type {Gesture | null} */
let gesture = null;
/** @type {{form: HTMLFormElement, at: number} | null} */
let collected = null;
let reportedAt = -Infinity;

/** Sees that a form was submitted, and says how it knows. */
export function watchSubmissions() {
  listen(window, "click", clicked);
  listen(window, "keydown", pressed);
}

/**
 * Neither event leaves a shadow root.
 * @param {Root} root
 */
export function watchForms(root) {
  listen(root, "submit", ({ target, submitter, isTrusted }) => report("submit", target, submitter, isTrusted));
  listen(root, "formdata", dataCollected);
}

/**
 * `form.submit()` fires it, but so does a page that merely reads its form: it counts after a gesture, or before leaving.
 * @param {FormDataEvent} event
 */
function dataCollected({ target, isTrusted }) {
  const form = /** @type {HTMLFormElement} */ (target);
  collected = { form, at: now() };
  if (gesture?.ready && now() - gesture.at < FORMDATA_MS) report("formdata", form, gesture.control, isTrusted);
}

/** A form that was read just before the page is left was submitted by a script. */
export function pageLeft() {
  if (collected && now() - collected.at < FORMDATA_MS) report("formdata", collected.form, null, true);
}

/** @param {MouseEvent} event */
function clicked(event) {
  const control = controlOf(event);
  if (!control) return;
  const clicked = begin(event, control);
  // A form's own submit event follows within this click, and says more.
  if (clicked.ready && isSubmitLike(control)) wait(0, () => settle(clicked));
}

/** @param {Gesture} clicked */
function settle(clicked) {
  const { form, event } = clicked;
  if (gesture === clicked && !(form && isInvalid(form) && !event.defaultPrevented)) reportGesture("click", clicked);
}

/** @param {KeyboardEvent} event */
function pressed(event) {
  const target = /** @type {Element} */ (targetOf(event));
  if (event.key === "Enter" && target.localName === "input") begin(event, target);
}

/**
 * @param {Event} event
 * @param {Element} control
 */
function begin(event, control) {
  const form = /** @type {HTMLButtonElement} */ (control).form || control.closest("form");
  learn();
  const ready = isReady(form);
  return (gesture = { event, at: now(), control, form, ready, values: ready ? valuesOf(form) : [] });
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

/** Whether somebody could send a lead here without any control that looks like it. */
export const isUnclear = () => pageFields().some((field) => holdsText(field) && !field.form?.querySelector(SUBMITS));

/** What a consequence may still belong to. */
export const openGesture = () => (gesture?.ready && gesture.at > reportedAt ? gesture : null);

/**
 * @param {"click" | "inferred"} how
 * @param {Gesture} gesture
 */
export function reportGesture(how, { form, control, event, values }) {
  report(how, form, control, event.isTrusted, values);
}

/**
 * @param {"submit" | "formdata" | "click" | "inferred"} how
 * @param {HTMLFormElement | null} form
 * @param {Element | null} control
 * @param {boolean} trusted
 * @param {object[]} [values]
 */
function report(how, form, control, trusted, values) {
  if (!ready || ended || now() - reportedAt < SAME_MS) return;
  reportedAt = now();
  collected = null;
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

/**
 * What was clicked, unless it is a field or belongs to one.
 * @param {Event} event
 */
function controlOf(event) {
  const path = /** @type {Element[]} */ (event.composedPath().filter((target) => target instanceof Element));
  const control = path.find((element) => element.matches(CONTROLS)) || path[0];
  if (!control || holdsText(control) || isToggle(control)) return null;
  return /^(label|option|body|html)$/.test(path[0].localName) ? null : control;
}

/** @param {Element} control */
function isSubmitLike(control) {
  if (!control.matches(SUBMITS)) return false;
  const text = /** @type {HTMLInputElement} */ (control).value || control.textContent || "";
  return control.matches("[data-tf-element-role=submit]") || !STEP.test(text);
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
