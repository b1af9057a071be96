import { isField, isToggle, holdsText } from "./privacy.js";
import { isVisible } from "./signals.js";

const SUBMITS = "[data-tf-element-role=submit],button[type=submit],input[type=submit],input[type=image]," +
  "form button:not([type=reset]),form input[type=button]";
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

/** Sees that a form was submitted, and says how it knows. */
export class Submission {
  /** @type {Gesture | null} */
  gesture = null;
  /** @type {{form: HTMLFormElement, at: number} | null} */
  collected = null;
  reportedAt = -Infinity;

  /** @param {import("./recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.recorder = recorder;
  }

  watch() {
    const { recorder } = this;
    recorder.listen(window, "click", (event) => this.clicked(event));
    recorder.listen(window, "keydown", (event) => this.pressed(event));
  }

  /**
   * Neither event leaves a shadow root.
   * @param {Root} root
   */
  watchRoot(root) {
    this.recorder.listen(root, "submit", (event) => this.submitted(event));
    this.recorder.listen(root, "formdata", (event) => this.dataCollected(event));
  }

  /** @param {SubmitEvent} event */
  submitted({ target, submitter, isTrusted }) {
    this.report("submit", /** @type {HTMLFormElement} */ (target), submitter || null, isTrusted);
  }

  /**
   * `form.submit()` fires it, but so does a page that merely reads its form: it counts after a gesture, or before leaving.
   * @param {FormDataEvent} event
   */
  dataCollected({ target, isTrusted }) {
    const form = /** @type {HTMLFormElement} */ (target);
    this.collected = { form, at: performance.now() };
    const { gesture } = this;
    if (gesture && gesture.ready && performance.now() - gesture.at < FORMDATA_MS) this.report("formdata", form, gesture.control, isTrusted);
  }

  /** @param {MouseEvent} event */
  clicked(event) {
    const control = controlOf(event);
    if (!control) return;
    const gesture = this.begin(event, control);
    if (!gesture.ready || !isSubmitLike(control)) return;
    // A form's own submit event follows within this click, and says more.
    setTimeout(this.recorder.guard(() => this.settle(gesture)));
  }

  /** @param {Gesture} gesture */
  settle(gesture) {
    const { form, event } = gesture;
    if (this.gesture !== gesture || (form && isInvalid(form) && !event.defaultPrevented)) return;
    this.reportGesture("click", gesture);
  }

  /** @param {KeyboardEvent} event */
  pressed(event) {
    const target = event.composedPath()[0];
    if (event.key === "Enter" && isField(target) && target.localName === "input") this.begin(event, target);
  }

  /**
   * @param {Event} event
   * @param {Element} control
   */
  begin(event, control) {
    const form = /** @type {HTMLButtonElement} */ (control).form || control.closest("form");
    this.recorder.inputs.learn();
    const ready = this.isReady(form);
    const values = ready ? this.recorder.inputs.values(form) : [];
    return (this.gesture = { event, at: performance.now(), control, form, ready, values });
  }

  /**
   * Required and contact fields are filled, and at least something is.
   * @param {HTMLFormElement | null} form
   */
  isReady(form) {
    let filled = false;
    let ready = true;
    this.recorder.inputs.eachField((field) => {
      if (form && field.form !== form) return;
      const empty = isToggle(field) ? !field.checked : !field.value.trim();
      if (!empty && holdsText(field)) filled = true;
      if (empty && isNeeded(field) && isVisible(field)) ready = false;
    });
    return ready && filled;
  }

  /** A form that was read just before the page is left was submitted by a script. */
  pageLeft() {
    const { collected } = this;
    if (collected && performance.now() - collected.at < FORMDATA_MS) this.report("formdata", collected.form, null, true);
  }

  /** Whether somebody could send a lead here without any control that looks like it. */
  isUnclear() {
    let unclear = false;
    this.recorder.inputs.eachField((field) => {
      if (holdsText(field) && !(field.form && field.form.querySelector(SUBMITS))) unclear = true;
    });
    return unclear;
  }

  /**
   * @param {"click" | "inferred"} how
   * @param {Gesture} gesture
   */
  reportGesture(how, { form, control, event, values }) {
    this.report(how, form, control, event.isTrusted, values);
  }

  /**
   * @param {"submit" | "formdata" | "click" | "inferred"} how
   * @param {HTMLFormElement | null} form
   * @param {Element | null} control
   * @param {boolean} trusted
   * @param {object[]} [values]
   */
  report(how, form, control, trusted, values) {
    const { recorder } = this;
    const now = performance.now();
    if (!recorder.ready || recorder.ended || now - this.reportedAt < SAME_MS) return;
    this.reportedAt = now;
    this.collected = null;
    recorder.inputs.leave();
    values ||= recorder.inputs.values(form);
    recorder.privacy.submitted = true;
    recorder.look();
    recorder.signals.report();
    const { mirror } = recorder;
    recorder.tell("signet.submit", { how, form: form && mirror.nearest(form), control: control && mirror.nearest(control), trusted });
    recorder.tell("signet.values", { values });
    recorder.transport.flush("submitted");
  }
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
  return !form.hasAttribute("novalidate") && Element.prototype.matches.call(form, ":invalid");
}
