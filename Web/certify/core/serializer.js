import { childrenOf, place } from "./mirror.js";
import { FIELDS, isField, isHiddenContent, isToggle, mask, safeText, scrub, SENSITIVE, submitted } from "./privacy.js";
import { ready } from "./recorder.js";
import { COMMENT, DOCTYPE, DOCUMENT, DOM_DOCTYPE, DOM_DOCUMENT, DOM_ELEMENT, DOM_TEXT, ELEMENT, TEXT } from "./rrweb.js";
import { absolute, absoluteCSS, absoluteSet } from "./urls.js";

const URLS = /^(src|(xlink:)?href|poster|(form)?action|background|data|cite)$/;
const DROPPED = /^(on.*|nonce|integrity|ping|autofocus|srcdoc)$/;
/** Elements that a replay must not have, kept only as the siblings they are. */
const EMPTIED = /^(script|noscript|template)$/;
/** @type {Set<string>} names of attributes of which nothing but typed values must be kept: pages have few, and patterns cost */
const plain = new Set();

/**
 * The nodes under it that a replay gets.
 * @param {Node} node
 */
export const childrenFor = (node) => (isClosed(node) ? [] : childrenOf(node));

/** @param {Node} node */
export const isClosed = (node) => EMPTIED.test(/** @type {Element} */ (node).localName) || isHiddenContent(node);

/**
 * Writes one DOM node in rrweb's shape, without its children.
 *
 * This and what it calls runs once for every node of a page, before the browser has compiled it well: it asks the DOM for
 * nothing twice, and makes little that is thrown away.
 * @param {Node} node
 * @param {Node | null} parent
 * @returns {SerializedNode}
 */
export function serialize(node, parent, id = place(node, parent)) {
  const { nodeType } = node;
  if (nodeType === DOM_ELEMENT) return serializeElement(/** @type {Element} */ (node), id);
  if (nodeType === DOM_TEXT) {
    const { localName } = /** @type {Element} */ (parent);
    return { type: TEXT, textContent: textOf(node, localName), id, isStyle: localName === "style" || undefined };
  }
  if (nodeType === DOM_DOCUMENT) return { type: DOCUMENT, childNodes: [], compatMode: document.compatMode, id };
  // A comment, or what pages of XML may have besides.
  if (nodeType !== DOM_DOCTYPE) return { type: COMMENT, textContent: "", id };
  const { name, publicId, systemId } = /** @type {DocumentType} */ (node);
  return { type: DOCTYPE, name, publicId, systemId, id };
}

/** @param {Node} node */
export function textOf(node, holder = node.parentElement?.localName) {
  if (holder === "style") return absoluteCSS(/** @type {string} */ (node.nodeValue));
  // A textarea's text is its value, and stands there.
  return holder === "textarea" ? "" : safeText(node);
}

/**
 * @param {Element} element
 * @param {number} id
 * @returns {SerializedNode}
 */
function serializeElement(element, id) {
  const { localName } = element;
  // A form with a field called "localName" answers with the field.
  const tagName = typeof localName === "string" ? localName.toLowerCase() : "form";
  return {
    type: ELEMENT,
    tagName,
    attributes: attributesOf(element, tagName),
    childNodes: [],
    id,
    // What is undefined is not written.
    isSVG: element instanceof SVGElement || undefined,
    isShadowHost: !!element.shadowRoot || undefined,
  };
}

/**
 * @param {Element} element
 * @param {string} tagName
 */
function attributesOf(element, tagName) {
  /** @type {Record<string, any>} */
  const out = {};
  if (tagName === "script") return out;
  // Not `attributes`, which makes an object of each.
  const names = element.getAttributeNames();
  for (let index = 0; index < names.length; index++) {
    const name = names[index];
    // By this name an attribute with capital letters, which only scripts can make, is not found.
    const safe = safeAttribute(element, name, element.getAttribute(name) || "");
    // A frame's document is not ours to record, and a replay must not load it.
    if (safe !== null) out[tagName === "iframe" && name === "src" ? "rr_src" : name] = safe;
  }
  if (SENSITIVE in out && isHiddenContent(element)) return placeholder(element, out);
  if (FIELDS.test(tagName)) field(/** @type {FieldElement} */ (element), out);
  // Not what is selected now: that may be the visitor's choice, which waits for a submission.
  else if (tagName === "option") out.selected = /** @type {HTMLOptionElement} */ (element).defaultSelected || undefined;
  else if (tagName === "link") inlineSheet(/** @type {HTMLLinkElement} */ (element), out);
  else if (tagName === "style") inlineRules(/** @type {HTMLStyleElement} */ (element), out);
  return out;
}

/**
 * What may be sent of one attribute; null where nothing.
 * @param {Element} element
 * @param {string} name
 * @param {string} value
 */
export function safeAttribute(element, name, value) {
  if (!plain.has(name)) {
    if (DROPPED.test(name)) return null;
    if (name === "value" && isField(element)) return mask(element, value);
    if (URLS.test(name)) value = absolute(value);
    else if (name === "srcset") value = absoluteSet(value);
    else if (name === "style") value = absoluteCSS(value);
    else if (name !== "value") plain.add(name);
    // What the visitor brought or drew, and the page shows.
    if (ready && !submitted) value = value.replace(/data:image[^,]*;base64[^"')\s]*/g, "data:,");
  }
  return scrub(value);
}

/**
 * @param {FieldElement} field
 * @param {Record<string, any>} out
 */
function field(field, out) {
  const value = mask(field);
  if (isToggle(field)) out.checked = field.checked || undefined;
  else if (value || "value" in out) out.value = value;
}

/**
 * @param {Element} element
 * @param {Record<string, any>} attributes
 */
function placeholder(element, { class: names, id }) {
  const { width, height } = element.getBoundingClientRect();
  return { class: names, id, rr_width: `${width}px`, rr_height: `${height}px`, "data-signet-hidden": "true" };
}

/**
 * @param {HTMLLinkElement} link
 * @param {Record<string, any>} out
 */
function inlineSheet({ sheet }, out) {
  const css = sheet && rulesOf(sheet);
  if (!css) return;
  delete out.rel;
  delete out.href;
  out._cssText = css;
}

/**
 * Libraries fill empty style elements through `insertRule`.
 * @param {HTMLStyleElement} style
 * @param {Record<string, any>} out
 */
function inlineRules({ sheet, textContent }, out) {
  if (sheet && !textContent?.trim()) out._cssText = rulesOf(sheet) || "";
}

/**
 * @param {CSSStyleSheet} sheet
 * @returns {string | undefined} undefined where another origin keeps its rules to itself
 */
function rulesOf(sheet) {
  try {
    return Array.from(sheet.cssRules, (rule) => {
      const imported = /** @type {CSSImportRule} */ (rule).styleSheet;
      return (imported && rulesOf(imported)) ?? absoluteCSS(rule.cssText, sheet.href);
    }).join("");
  } catch {
    return undefined;
  }
}
