import { holdsText, isToggle } from "../core/privacy.js";

/**
 * Infers submissions on pages whose controls look like nothing: a click on a control, with everything a lead needs filled
 * in, and then a request to a path that was not contacted before, or a navigation. And sees those that a script makes by
 * `form.submit()`, which tells of itself by the event of a form that is read, and by where the page goes then.
 */

const REQUEST_MS = 1_000;
const NAVIGATION_MS = 3_000;
/** A page takes this long at most to go where a form was sent, and where the browser says that it goes, it is at once. */
const SENT_MS = 10_000, SENDING_MS = 1_000;
const CONTROLS = "button,a,input,[role=button],[onclick]";

/**
 * @typedef {object} Gesture a click on a control, or Enter in a field
 * @property {Event} event
 * @property {number} at
 * @property {Element} control
 * @property {HTMLFormElement | null} form
 * @property {boolean} ready
 * @property {object[]} values
 */

/** @typedef {{form: HTMLFormElement, at: number}} Reading a form that was read, be it to send it or to keep a draft */

/** @type {import("../core/parts.js").Gift} */
const gift = /** @type {HTMLScriptElement} */ (document.currentScript).signet;
const { session, listen, undo, atSubmission, stateOf, report, submitOf } = gift;
/** @type {Set<string>} */
const paths = new Set();
/** @type {Gesture | null} */
let gesture = null;
/** @type {Reading | null} */
let collected = null;

/**
 * @param {number} at
 * @param {number} ms
 */
const isWithin = (at, ms) => performance.now() - at < ms;

/** What a consequence may still belong to. */
const openGesture = () => (gesture?.ready ? gesture : null);

function watchControls() {
  listen(window, "click", (event) => {
    const control = controlOf(event);
    if (control) begin(event, control);
  });
  listen(window, "keydown", (event) => {
    const [target] = event.composedPath();
    if (event.key === "Enter" && target.localName === "input") begin(event, target);
  });
  // Who types on has sent nothing.
  listen(window, "input", ({ isTrusted }) => {
    if (isTrusted) gesture = null;
  });
  atSubmission.push(() => {
    gesture = collected = null;
  });
}

/**
 * @param {Event} event
 * @param {Element} control
 */
function begin(event, control) {
  gesture = { event, at: performance.now(), control, ...stateOf(control) };
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

/** @param {Root} root the event does not leave it */
function watchForms(root) {
  listen(root, "formdata", ({ target }) => {
    collected = { form: target, at: performance.now() };
  });
}

function watchNavigation() {
  const { navigation } = window;
  // Where the browser does not tell why the page is left, any reason counts.
  if (!navigation) return (gift.leaving = session.guard(() => left(isOfGesture)));
  listen(navigation, "navigate", ({ destination, hashChange, downloadRequest, formData }) => {
    if (destination.sameDocument || hashChange || downloadRequest !== null) return;
    left(({ form, at }) => isWithin(at, SENDING_MS) && (formData || actionOf(form) === bare(destination.url)));
  });
}

/** @param {(read: Reading) => unknown} isSent whether the form that was read is what the page is left for */
function left(isSent) {
  const open = openGesture();
  if (collected && isSent(collected)) report("formdata", collected.form, gesture && gesture.control, true);
  else if (open && isWithin(open.at, NAVIGATION_MS) && !isFollowedLink(open)) infer(open);
}

/**
 * Pages read their forms whenever something is entered, too: what was read after a click was read for it.
 * @param {Reading} read
 */
function isOfGesture({ at }) {
  const open = openGesture();
  return open && at >= open.at && isWithin(at, SENT_MS) && !isFollowedLink(open);
}

/** @param {Gesture} gesture */
const infer = ({ form, control, event, values }) => report("inferred", form, control, event.isTrusted, values);

/** @param {string} url */
const bare = (url) => url.split(/[?#]/)[0];

/** @param {HTMLFormElement} form one of its fields may have that name */
const actionOf = (form) => bare(new URL(Element.prototype.getAttribute.call(form, "action") || "", document.baseURI).href);

function watchRequests() {
  const observer = new PerformanceObserver(session.guard((list) => list.getEntries().forEach(requested)));
  observer.observe({ type: "resource", buffered: true });
  undo.push(() => observer.disconnect());
}

/** @param {any} entry a PerformanceResourceTiming */
function requested({ name, initiatorType, startTime }) {
  const path = bare(name);
  const isNew = !paths.has(path);
  paths.add(path);
  const gesture = openGesture();
  // A form with a submit button of its own has another step to go.
  if (!gesture || submitOf(gesture.form) || !isNew || startTime < gesture.at || startTime > gesture.at + REQUEST_MS) return;
  if (/^(fetch|xmlhttprequest)$/.test(initiatorType) && !name.startsWith(session.config.api)) infer(gesture);
}

/**
 * A link that leads elsewhere by itself is no submission.
 * @param {Gesture} gesture
 */
function isFollowedLink({ control, event }) {
  const link = control.closest("a[href]");
  return !!link && !event.defaultPrevented && !/^(#|javascript:)/i.test(link.getAttribute("href") || "");
}

gift.openGesture = openGesture;
session.guard(watchControls)();
session.guard(watchNavigation)();
session.guard(watchRequests)();
session.roots.all.forEach(watchForms);
session.roots.onAdd(session.guard(watchForms));

export {};
