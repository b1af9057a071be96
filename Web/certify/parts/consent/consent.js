import { hiddenAround, isField, isHiddenContent, isToggle } from "../../core/privacy.js";
import { contrastOf, fontSizeOf } from "./style.js";
import { isVisible } from "../../core/signals.js";

const TEXT_LENGTH = 5_000;
/** A wide net: whatever speaks of being contacted. Whether it is consent the server decides, by all of its words. */
const CONTACT = /\b(auto-?dial|prerecorded|call|text|sms|phone|telep|contact|messag|reach|ring|dial|whatsapp|llam|mensaj|tel[eé]f|comuni|escrib)/i;
/** What somebody does who agrees; where it stands a little above, the sentence begins there. */
const AGREES = /\b(consent|agree|authori|permi|accept|acknowledg|opt|check|click|submit|acept|autori|consient)/i;
const LEAST_LENGTH = 15;
/** Of a page full of talk about calls: so many elements are told, and so many places looked at. */
const MOST = 60;
const MOST_LOOKS = 400;
/** How far above the words that caught the eye the sentence may begin. */
const CLIMB = 3;
const FIELDS = "select,textarea,input:not([type=checkbox],[type=radio],[type=hidden])";
const CLIMB_LENGTH = 1_200;
const UNREADABLE = /^(script|style|noscript|template|textarea|option|title)$/;

/** Finds the words a visitor agrees to and how: by the publisher's tags where they are used, else in the page's text. */
export class Consent {
  /** @type {WeakMap<HTMLInputElement, boolean>} whether each control was checked before anybody touched it */
  initial = new WeakMap();
  /** @type {Set<Element>} */
  controls = new Set();

  /** @param {import("../../core/recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.recorder = recorder;
    this.tagged = recorder.session.parameters.tagged;
  }

  report() {
    if (this.tagged) this.recorder.tellChange("signet.tags", { elements: this.tags() });
    this.recorder.tellChange("signet.consent", { languages: this.languages() });
  }

  /**
   * @param {HTMLInputElement} control
   * @param {boolean} trusted
   */
  toggled(control, trusted) {
    if (!this.controls.has(control)) return;
    const id = this.recorder.idOf(control);
    if (id) this.recorder.tell("signet.opt_in", { id, checked: control.checked, trusted });
  }

  tags() {
    return this.recorder.all("[data-tf-element-role]").flatMap((element) => {
      const id = this.recorder.idOf(element);
      const role = element.getAttribute("data-tf-element-role");
      const offer = element.closest("[data-tf-element-role=offer]");
      return id ? [{
        id,
        role,
        text: isField(element) ? "" : this.textOf(element, true),
        checked: isToggle(element) ? /** @type {HTMLInputElement} */ (element).checked : null,
        offer: offer && this.recorder.idOf(offer),
      }] : [];
    });
  }

  languages() {
    const tagged = this.tagged ? this.recorder.all("[data-tf-element-role=consent-language]") : [];
    const found = tagged.length ? tagged : this.find();
    this.controls.clear();
    return found.flatMap((element) => this.describe(element, tagged.length > 0));
  }

  /**
   * @param {Element} element
   * @param {boolean} tagged
   */
  describe(element, tagged) {
    const id = this.recorder.idOf(element);
    if (!id) return [];
    const control = tagged ? this.taggedControl(element) || nearControl(element) : nearControl(element);
    if (control) this.controls.add(control);
    return [{
      id,
      text: this.textOf(element),
      source: tagged ? "tag" : "page",
      visible: isVisible(element),
      font_size: fontSizeOf(element),
      contrast: contrastOf(element),
      control: control && this.recorder.idOf(control),
      opt_in: this.optIn(control),
      checked: control ? control.checked : null,
    }];
  }

  /** @param {HTMLInputElement | null} control */
  optIn(control) {
    if (!control) return "non-interactive";
    if (!this.initial.has(control)) this.initial.set(control, control.defaultChecked || (control.checked && !this.recorder.signals.totals.first_input_ms));
    return this.initial.get(control) ? "pre-selected" : "manual";
  }

  /** @param {Element} element */
  taggedControl(element) {
    const offer = element.closest("[data-tf-element-role=offer]") || document;
    return /** @type {HTMLInputElement | null} */ (offer.querySelector("input[data-tf-element-role=consent-opt-in]"));
  }

  /**
   * What can be read there, as the snapshot may show it.
   * @param {Element} element
   * @param {boolean} [unseen] also what is not rendered: logos stand for names that are tagged
   */
  textOf(element, unseen) {
    if (hiddenAround(element)) return "";
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let text = "";
    let last = null;
    for (let node; (node = walker.nextNode()) && text.length < TEXT_LENGTH; ) {
      const holder = node.parentElement;
      if (!holder || !(unseen ? !UNREADABLE.test(holder.localName) : isReadable(holder))) continue;
      // Words run on through inline elements, and end where another block begins.
      const block = blockOf(holder);
      text += (block === last ? "" : " ") + this.recorder.privacy.text(node);
      last = block;
    }
    return text.replace(/\s+/g, " ").trim().slice(0, TEXT_LENGTH);
  }

  /** The smallest elements that speak of being contacted. */
  find() {
    /** @type {Set<Element>} */
    const found = new Set();
    /** @type {Map<Element, string | null>} what each element says, since sentences share those above them */
    const said = new Map();
    let looks = 0;
    for (const root of this.recorder.session.roots.all) {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      for (let node; (node = walker.nextNode()); ) {
        if (!CONTACT.test(node.nodeValue || "")) continue;
        const element = this.sentenceAround(node.parentElement, said);
        if (element) found.add(element);
        if (found.size >= MOST || ++looks >= MOST_LOOKS) break;
      }
    }
    return [...found].filter((element) => ![...found].some((other) => other !== element && other.contains(element)));
  }

  /**
   * @param {Element | null} element
   * @param {Map<Element, string | null>} said null for what is no sentence
   */
  sentenceAround(element, said) {
    if (!element || !isReadable(element) || element.closest("button,a,option,nav")) return null;
    /** @type {Element | null} */
    let nearest = null;
    for (let step = 0; element && step < CLIMB; element = element.parentElement) {
      if (blockOf(element) !== element && element.localName !== "label") continue;
      let text = said.get(element);
      if (text === undefined) {
        // What holds fields of its own is a form or the page, and no sentence.
        text = element.matches("body,form") || element.querySelector(FIELDS) ? null : this.textOf(element);
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
}

/** @param {Element} element */
function isReadable(element) {
  return !UNREADABLE.test(element.localName) && !isHiddenContent(element) && element.getClientRects().length > 0;
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
    if (around.localName === "form" || around.localName === "body") return null;
    const controls = /** @type {NodeListOf<HTMLInputElement>} */ (around.querySelectorAll("input[type=checkbox],input[type=radio]"));
    if (controls.length) return controls.length === 1 ? controls[0] : null;
  }
  return null;
}
