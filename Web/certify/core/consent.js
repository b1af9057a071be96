import { legibility } from "./legibility.js";
import { CLIMB, CLIMB_LENGTH, LEAST_LENGTH, MOST_LANGUAGES, MOST_LOOKS, TEXT_LENGTH } from "./limits.js";
import { hiddenAround, isToggle, safeText } from "./privacy.js";
import { idOf, tell, tellChange } from "./recorder.js";
import { isVisible, totals } from "./signals.js";
import { fold, roots, textsIn } from "./tools.js";

/** A wide net: whatever speaks of being contacted. Whether it is consent the server decides, by all of its words. */
const CONTACT = /\b(auto-?dial|prerecorded|call|text|sms|phone|contact|messag|reach|ring|dial|whatsapp|llam|mensaj|tel[eé][pf]|comuni|escrib)/i;
/** What somebody does who agrees; where it stands a little above, the sentence begins there. */
const AGREES = /\b(consi?ent|agree|auth?ori|permi|acc?ept|acknowledg|opt|check|click|submit)/i;
const FIELDS = "select,textarea,input:not([type=checkbox],[type=radio],[type=hidden])";
const UNREADABLE = /^(script|style|noscript|template|textarea|option|title)$/;

/** @type {WeakMap<HTMLInputElement, boolean>} whether each control was checked before anybody touched it */
const initial = new WeakMap();
/** @type {Set<Element>} */
const controls = new Set();

/**
 * What the part for tagged consent adds.
 * @typedef {object} Tags
 * @property {() => Element[]} languages those tagged as consent, after telling of all tags
 * @property {(language: Element) => HTMLInputElement | null} control
 */

/** @type {Tags | undefined} */
let tags;

/** @param {Tags} part */
export function useTags(part) {
  tags = part;
  reportConsent();
}

/** Finds the words a visitor agrees to and how: by the publisher's tags where they are used, else in the page's text. */
export function reportConsent() {
  if (session.parameters.tagged && !tags) return;
  const tagged = tags?.languages() || [];
  const source = tagged.length ? "tag" : "page";
  controls.clear();
  const languages = (tagged.length ? tagged : find()).map((element) => describe(element, source));
  tellChange("consent", { languages: languages.filter(isKnown) });
}

/** @param {{id: number | null}} described null for what stands in a shadow root that left the page */
export const isKnown = ({ id }) => id;

/**
 * @param {HTMLInputElement} control
 * @param {boolean} trusted
 */
export function toggledConsent(control, trusted) {
  if (controls.has(control)) tell("opt_in", { id: idOf(control), checked: control.checked, trusted });
}

/**
 * @param {Element} element
 * @param {"tag" | "page"} source
 */
function describe(element, source) {
  const control = (source === "tag" && tags?.control(element)) || nearControl(element);
  if (control) controls.add(control);
  return {
    id: idOf(element),
    text: readText(element),
    source,
    visible: isVisible(element),
    ...legibility(element),
    control: idOf(control),
    opt_in: control ? (wasChecked(control) ? "pre-selected" : "manual") : "non-interactive",
    checked: control?.checked,
  };
}

/** @param {HTMLInputElement} control */
function wasChecked(control) {
  if (!initial.has(control)) initial.set(control, control.defaultChecked || (control.checked && !totals.first_input_ms));
  return initial.get(control);
}

/**
 * What can be read there, as the snapshot may show it.
 * @param {Element} element
 * @param {boolean} [unseen] also what is not rendered: logos stand for names that are tagged
 */
export function readText(element, unseen) {
  let text = "";
  let last = null;
  for (const { node, holder } of textsIn(element)) {
    if (text.length > TEXT_LENGTH) break;
    if (hiddenAround(holder) || !(unseen ? !UNREADABLE.test(holder.localName) : isReadable(holder))) continue;
    // Words run on through inline elements, and end where another block begins.
    const block = blockOf(holder);
    text += (block === last ? "" : " ") + safeText(node);
    last = block;
  }
  return fold(text, TEXT_LENGTH);
}

/** The smallest elements that speak of being contacted. */
function find() {
  /** @type {Set<Element>} */
  const found = new Set();
  /** @type {Map<Element, string | null>} what each element says, since sentences share those above them */
  const said = new Map();
  let looks = 0;
  for (const root of roots.all) {
    for (const { text, holder } of textsIn(root)) {
      if (!CONTACT.test(text)) continue;
      const element = sentenceAround(holder, said);
      if (element) found.add(element);
      if (found.size >= MOST_LANGUAGES || ++looks >= MOST_LOOKS) break;
    }
  }
  return [...found].filter((element) => ![...found].some((other) => other !== element && other.contains(element)));
}

/**
 * @param {Element} holder
 * @param {Map<Element, string | null>} said null for what is no sentence
 */
function sentenceAround(holder, said) {
  // Cheap, and true of most: nothing around it is long enough before what is no sentence begins. What was looked at before
  // is not read again.
  /** @type {Element | null} */
  let around = holder.closest("button,a,option,nav") ? null : holder;
  while (around && !said.has(around) && /** @type {string} */ (around.textContent).length < LEAST_LENGTH) around = around.parentElement;
  if (!around || said.get(around) === null || !isReadable(holder)) return null;
  /** @type {Element | null} */
  let nearest = null;
  for (let element = /** @type {Element | null} */ (holder), step = 0; element && step < CLIMB; element = element.parentElement) {
    if (blockOf(element) !== element && element.localName !== "label") continue;
    let text = said.get(element);
    if (text === undefined) {
      // What holds fields of its own is a form or the page, and no sentence.
      text = element.matches("body,form") || element.querySelector(FIELDS) ? null : readText(element);
      said.set(element, text);
    }
    if (text === null || (text.length > CLIMB_LENGTH && step)) break;
    if (text.length >= LEAST_LENGTH) {
      if (AGREES.test(text)) return element;
      nearest ||= element;
    }
    step++;
  }
  return nearest;
}

/** @param {Element} element */
function isReadable(element) {
  return !UNREADABLE.test(element.localName) && element.getClientRects().length > 0;
}

/** @param {Element} element */
function blockOf(element) {
  let block = element;
  while (block.parentElement && /^(inline|contents)/.test(getComputedStyle(block).display)) block = block.parentElement;
  return block;
}

/**
 * The one checkbox or radio button that goes with the words: in them, of their label, or beside them.
 * @param {Element} element
 * @returns {HTMLInputElement | null}
 */
function nearControl(element) {
  const labelled = /** @type {HTMLLabelElement | null} */ (element.closest("label"))?.control;
  if (labelled && isToggle(labelled)) return labelled;
  for (let around = /** @type {Element | null} */ (element), step = 0; around && step < CLIMB; around = around.parentElement, step++) {
    if (around.matches("body,form")) return null;
    const controls = /** @type {NodeListOf<HTMLInputElement>} */ (around.querySelectorAll("input[type=checkbox],input[type=radio]"));
    if (controls.length) return controls.length === 1 ? controls[0] : null;
  }
  return null;
}
