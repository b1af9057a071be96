import { parentOf } from "./mirror.js";

const PRESSED = /^(button|submit|reset|image)$/;
const SECRET_NAME = /card.?n(um|o\b)|\bcc.?n(um|o\b)|\b(cv[vc2]|csc|ssn)\b|security.?code|social.?security/i;
const FIELDS = new Set(["input", "textarea", "select"]);
const MIRRORED_LENGTH = 4;
const REMEMBERED = 100;

/**
 * @param {any} node
 * @returns {node is FieldElement}
 */
export const isField = (node) => FIELDS.has(node?.localName);

/**
 * @param {Element} element
 * @returns {element is HTMLInputElement}
 */
export const isToggle = (element) => /^(checkbox|radio)$/.test(/** @type {any} */ (element).type);

/** @param {Element} element whether it is a field whose value a person can enter */
export const holdsText = (element) =>
  isField(element) && !isToggle(element) && !PRESSED.test(element.type) && element.type !== "hidden";

/** Decides what may be sent: the one place that sees values and text before they become events. */
export class Privacy {
  submitted = false;
  /** @type {WeakSet<Element>} fields that were once a password stay secret when the page shows them */
  passwords = new WeakSet();
  /** @type {Set<Element>} what people type into that is no field */
  editable = new Set();
  /** @type {Map<string, boolean>} typed values, and whether they stay secret for good */
  typed = new Map();

  /** @param {boolean} inverted fields are sensitive unless marked otherwise */
  constructor(inverted) {
    this.inverted = inverted;
  }

  /** @param {FieldElement} field */
  isSensitive(field) {
    if (field.type === "password") this.passwords.add(field);
    if (this.passwords.has(field) || field.type === "hidden") return true;
    const mark = field.getAttribute("data-tf-sensitive");
    if (mark === "true" || (this.inverted && mark !== "false")) return true;
    const names = `${field.name} ${field.id}`;
    return /^cc-/.test(field.autocomplete) || SECRET_NAME.test(names) || isCardNumber(field.value) || !!hiddenAround(field);
  }

  /**
   * @param {FieldElement} field
   * @param {string} [value]
   */
  mask(field, value = field.value) {
    if (isToggle(field) || PRESSED.test(field.type) || !value) return value;
    return this.isSensitive(field) ? "*" : "*".repeat(value.length);
  }

  /**
   * Typed values are often shown again ("Thank you, Ada"), so text of the page is searched for them.
   * @param {FieldElement} field
   * @param {string} previous
   */
  remember(field, previous) {
    const value = field.value.trim().toLowerCase();
    const before = previous.trim().toLowerCase();
    // While somebody types on, only the longest form is worth keeping: beginnings of it are found too.
    if (value.startsWith(before)) this.typed.delete(before);
    if (value.length < MIRRORED_LENGTH) return;
    this.typed.set(value, this.isSensitive(field) || this.typed.get(value) || false);
    if (this.typed.size > REMEMBERED) this.typed.delete(this.typed.keys().next().value);
  }

  /** @param {string} text */
  scrub(text) {
    if (!this.typed.size || text.length < MIRRORED_LENGTH) return text;
    for (const [value, forGood] of this.typed) if (forGood || !this.submitted) text = hide(text, value);
    return text;
  }

  /** @param {Node} node a text node */
  text(node) {
    const text = node.nodeValue || "";
    for (const host of this.editable) if (host.contains(node)) return text.replace(/\S/g, "*");
    return this.scrub(text);
  }
}

/**
 * Puts `*` over every place where the text shows the value or, at a word's end, the beginning of it.
 * @param {string} text
 * @param {string} value in lower case
 */
function hide(text, value) {
  const head = value.slice(0, MIRRORED_LENGTH);
  const lower = text.toLowerCase();
  for (let at = lower.indexOf(head); at >= 0; at = lower.indexOf(head, at + 1)) {
    let end = at;
    while (end < lower.length && lower[end] === value[end - at]) end++;
    if (isWordCharacter(lower[at - 1]) || isWordCharacter(lower[end])) continue;
    text = text.slice(0, at) + "*".repeat(end - at) + text.slice(end);
  }
  return text;
}

/** @param {string | undefined} character */
const isWordCharacter = (character) => !!character && /[a-z0-9]/.test(character);

/** @param {string} value */
function isCardNumber(value) {
  const digits = value.replace(/[ -]/g, "");
  if (!/^\d{13,19}$/.test(digits)) return false;
  let sum = 0;
  for (let index = digits.length - 1, double = false; index >= 0; index--, double = !double) {
    const digit = Number(digits[index]) * (double ? 2 : 1);
    sum += digit > 9 ? digit - 9 : digit;
  }
  return sum % 10 === 0;
}

/**
 * The outermost element around the node (or the node itself) whose content the publisher hides.
 * @param {Node} node
 */
export function hiddenAround(node) {
  let found = null;
  for (let current = /** @type {Node | null} */ (node); current; current = parentOf(current)) {
    if (isHiddenContent(current)) found = /** @type {Element} */ (current);
  }
  return found;
}

/** @param {Node} node */
export const isHiddenContent = (node) =>
  /** @type {Element} */ (node).getAttribute?.("data-tf-sensitive") === "true" && !isField(node);
