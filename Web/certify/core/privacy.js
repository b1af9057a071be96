/** Decides what may be sent: the one place that sees values and text before they become events. */

import { LONG_NUMBER, MIRRORED_LENGTH, REMEMBERED } from "./limits.js";
import { parentOf } from "./mirror.js";

const PRESSED = /^(button|submit|reset|image)$/;
/** Among the words of a field's names, and what its `autocomplete` says. */
const SECRET = /(card|(^|[^a-z])cc).?n(um|o(?![a-z]))|cv[vc]|(^|[^a-z])(cv2|csc|ssn|cc-)|security.?code|social.?security/i;
export const FIELDS = /^(input|textarea|select)$/;
export const SENSITIVE = "data-tf-sensitive";

/**
 * @param {any} node
 * @returns {node is FieldElement}
 */
export const isField = (node) => FIELDS.test(node.localName);

/**
 * @param {Element} element
 * @returns {element is HTMLInputElement}
 */
export const isToggle = (element) => /^(checkbox|radio)$/.test(/** @type {any} */ (element).type);

/** @param {Element} element whether it is a field whose value a person can enter */
export const holdsText = (element) =>
  isField(element) && !isToggle(element) && !PRESSED.test(element.type) && element.type !== "hidden";

/** Whether a submission was seen, after which typed values may be sent. */
export let submitted = false;
/** @type {Set<Node>} what people type into that is no field */
export const editable = new Set();

export const release = () => void (submitted = true);

/** @param {FieldElement} field */
export function isSensitive(field) {
  const { passwords } = session;
  if (field.type === "password") passwords.add(field);
  const mark = field.getAttribute(SENSITIVE);
  return (
    passwords.has(field) || field.type === "hidden" || mark === "true" || (session.parameters.inverted && mark !== "false") ||
    SECRET.test(`${field.autocomplete} ${field.name} ${field.id}`.replace(/([a-z])([A-Z])/g, "$1 $2")) ||
    isCardNumber(field.value) || !!hiddenAround(field)
  );
}

/**
 * @param {FieldElement} field
 * @param {string} [value]
 */
export function mask(field, value = field.value) {
  if (isToggle(field) || PRESSED.test(field.type) || !value) return value;
  return "*".repeat(isSensitive(field) ? 1 : value.length);
}

/**
 * Typed values are often shown again ("Thank you, Ada"), so text of the page is searched for them.
 * @param {FieldElement} field
 */
export function remember(field) {
  const { typed } = session;
  const secret = isSensitive(field);
  for (const value of formsOf(field.value)) {
    // While somebody types on, only the longest form is worth keeping: beginnings of it are found too.
    for (const [known, forGood] of typed) if (value.startsWith(known) && (secret || !forGood)) typed.delete(known);
    if (value.length >= MIRRORED_LENGTH) typed.set(value, secret || typed.has(value));
    if (typed.size > REMEMBERED) typed.delete(typed.keys().next().value);
  }
}

/**
 * As a page may say it: as it is, in a URL, or a number written otherwise.
 * @param {string} value
 */
function formsOf(value) {
  const plain = value.trim().replace(/^C:\\fakepath\\/, "");
  const query = `${new URLSearchParams({ "": plain })}`.slice(1);
  const number = /[a-z]/i.test(plain) ? "" : plain.replace(/\D/g, "").replace(/^1(?=\d{10}$)/, "");
  return [plain, query, query.replaceAll("+", "%20"), number].map(lower);
}

/**
 * Of the same length.
 * @param {string} text
 */
const lower = (text) => text.replaceAll("İ", "I").toLowerCase();

/** @param {string} text */
export function scrub(text) {
  const { typed } = session;
  // Nearly always, and faster than a loop of nothing.
  if (!typed.size) return text;
  const plain = lower(text);
  for (const [value, forGood] of typed) if (forGood || !submitted) text = hide(text, plain, value);
  return text;
}

/** @param {Node} node a text node */
export function safeText(node) {
  const text = /** @type {string} */ (node.nodeValue);
  for (const host of editable) if (host.contains(node)) return text.replace(/\S/g, "*");
  return scrub(text);
}

/**
 * Puts `*` over every place where the text shows the value or, at a word's end, the beginning of it.
 * @param {string} text
 * @param {string} plain the text in lower case
 * @param {string} value in lower case
 */
function hide(text, plain, value) {
  const isNumber = /^\d+$/.test(value);
  const head = value.slice(0, isNumber ? 1 : MIRRORED_LENGTH);
  for (let at = plain.indexOf(head); at >= 0; at = plain.indexOf(head, at + 1)) {
    let end = at;
    let count = 0;
    for (let index = at; count < value.length; index++) {
      if (plain[index] === value[count]) {
        count++;
        end = index + 1;
      } else if (!isNumber || !/[\s().,/-]/.test(plain[index])) break;
    }
    const isUnlike = end - at > count || isWordCharacter(plain[at - 1]) || isWordCharacter(plain[end]);
    if (count < (isUnlike ? (isNumber ? LONG_NUMBER : Infinity) : MIRRORED_LENGTH)) continue;
    text = text.slice(0, at) + "*".repeat(end - at) + text.slice(end);
  }
  return text;
}

/** @param {string | undefined} character */
const isWordCharacter = (character) => /[a-z0-9]/.test(character || "");

/** @param {string} value */
function isCardNumber(value) {
  const digits = value.replace(/[ -]/g, "");
  // Luhn's sum: every second digit from the end is doubled, and loses nine where that makes two digits.
  const sum = [...digits].reverse().reduce((total, digit, index) => total + ((index % 2 && (+digit * 2) % 9) || +digit), 0);
  return /^\d{13,19}$/.test(digits) && !(sum % 10);
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
  /** @type {Element} */ (node).getAttribute?.(SENSITIVE) === "true" && !isField(node);
