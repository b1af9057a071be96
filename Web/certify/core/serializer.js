import { childrenOf, place } from "./mirror.js";
import { isField, isHiddenContent, isToggle, mask, safeText, scrub } from "./privacy.js";
import { COMMENT, DOCTYPE, DOCUMENT, ELEMENT, TEXT } from "./rrweb.js";
import { absolute, absoluteCSS, absoluteSet } from "./urls.js";

/** The numbers of the DOM, which are not those of rrweb. */
const DOM_ELEMENT = 1, DOM_TEXT = 3, DOM_COMMENT = 8, DOM_DOCUMENT = 9, DOM_DOCTYPE = 10;

const URLS = /^(src|(xlink:)?href|poster|(form)?action|background|data|cite)$/;
const DROPPED = /^(on.*|nonce|integrity|ping|autofocus|srcdoc)$/;
/** Elements that a replay must not have, kept only as the siblings they are. */
const EMPTIED = /^(script|noscript|template)$/;

/**
 * The nodes under it that a replay gets.
 * @param {Node} node
 */
export const childrenFor = (node) => (isClosed(node) ? [] : childrenOf(node));

/** @param {Node} node */
export const isClosed = (node) => EMPTIED.test(/** @type {Element} */ (node).localName) || isHiddenContent(node);

/**
 * Writes one DOM node in rrweb's shape, without its children.
 * @param {Node} node
 * @param {Node | null} parent
 * @returns {SerializedNode | null}
 */
export function serialize(node, parent) {
  const { nodeType } = node;
  if (nodeType === DOM_ELEMENT) return serializeElement(/** @type {Element} */ (node), parent);
  if (nodeType === DOM_TEXT) return serializeText(node, parent);
  if (nodeType === DOM_COMMENT) return { type: COMMENT, textContent: "", id: place(node, parent) };
  if (nodeType === DOM_DOCUMENT) return { type: DOCUMENT, childNodes: [], compatMode: document.compatMode, id: place(node, null) };
  if (nodeType !== DOM_DOCTYPE) return null;
  const { name, publicId, systemId } = /** @type {DocumentType} */ (node);
  return { type: DOCTYPE, name, publicId, systemId, id: place(node, parent) };
}

/**
 * @param {Node} node
 * @param {Node | null} parent
 * @returns {SerializedNode}
 */
function serializeText(node, parent) {
  const out = /** @type {SerializedNode} */ ({ type: TEXT, textContent: textOf(node), id: place(node, parent) });
  if (node.parentElement?.localName === "style") out.isStyle = true;
  return markShadow(node, parent, out);
}

/** @param {Node} node */
export function textOf(node) {
  const holder = node.parentElement?.localName;
  if (holder === "style") return absoluteCSS(/** @type {string} */ (node.nodeValue));
  // A textarea's text is its value, and stands there.
  return holder === "textarea" ? "" : safeText(node);
}

/**
 * @param {Element} element
 * @param {Node | null} parent
 * @returns {SerializedNode}
 */
function serializeElement(element, parent) {
  const { localName } = element;
  // A form with a field called "localName" answers with the field.
  const tagName = typeof localName === "string" ? localName.toLowerCase() : "form";
  const out = /** @type {SerializedNode} */ ({ type: ELEMENT, tagName, attributes: attributesOf(element, tagName), childNodes: [], id: place(element, parent) });
  if (element instanceof SVGElement) out.isSVG = true;
  if (element.shadowRoot) out.isShadowHost = true;
  return markShadow(element, parent, out);
}

/**
 * A shadow root is no node of a replay: its host stands for it.
 * @param {Node} node
 * @param {Node | null} parent
 * @param {SerializedNode} out
 */
function markShadow(node, parent, out) {
  if (node.parentNode !== parent) out.isShadow = true;
  return out;
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
  for (const name of element.getAttributeNames()) {
    // By this name an attribute with capital letters, which only scripts can make, is not found.
    const safe = safeAttribute(element, name, element.getAttribute(name) || "");
    // A frame's document is not ours to record, and a replay must not load it.
    if (safe !== null) out[tagName === "iframe" && name === "src" ? "rr_src" : name] = safe;
  }
  if (isHiddenContent(element)) placeholder(element, out);
  else if (isField(element)) field(element, out);
  // Not what is selected now: that may be the visitor's choice, which waits for a submission.
  else if (tagName === "option") mark(out, "selected", /** @type {HTMLOptionElement} */ (element).defaultSelected);
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
  if (name === "class" || name === "id") return value;
  if (DROPPED.test(name)) return null;
  if (name === "style") return absoluteCSS(value);
  if (name === "value" && isField(element)) return mask(element, value);
  if (URLS.test(name)) value = absolute(value);
  else if (name === "srcset") value = absoluteSet(value);
  return scrub(value);
}

/**
 * @param {FieldElement} field
 * @param {Record<string, any>} out
 */
function field(field, out) {
  if (isToggle(field)) return mark(out, "checked", field.checked);
  const value = mask(field);
  if (value || "value" in out) out.value = value;
}

/**
 * @param {Record<string, any>} out
 * @param {string} name
 * @param {boolean} on
 */
function mark(out, name, on) {
  if (on) out[name] = true;
  else delete out[name];
}

/**
 * @param {Element} element
 * @param {Record<string, any>} out
 */
function placeholder(element, out) {
  const { width, height } = element.getBoundingClientRect();
  for (const name in out) if (name !== "class" && name !== "id") delete out[name];
  Object.assign(out, { rr_width: `${width}px`, rr_height: `${height}px`, "data-signet-hidden": "true" });
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
