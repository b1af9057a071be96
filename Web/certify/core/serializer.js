import { childrenOf } from "./mirror.js";
import { isField, isHiddenContent, isToggle } from "./privacy.js";
import { COMMENT, DOCTYPE, DOCUMENT, ELEMENT, TEXT } from "./rrweb.js";
import { absolute, absoluteCSS, absoluteSet } from "./urls.js";

/** The numbers of the DOM, which are not those of rrweb. */
const DOM_ELEMENT = 1, DOM_TEXT = 3, DOM_COMMENT = 8, DOM_DOCUMENT = 9, DOM_DOCTYPE = 10;

const SVG = "http://www.w3.org/2000/svg";
const URLS = new Set(["src", "href", "xlink:href", "poster", "action", "formaction", "background", "data", "cite"]);
const DROPPED = new Set(["nonce", "integrity", "ping", "autofocus", "srcdoc"]);
/** Elements that a replay must not have, kept only as the siblings they are. */
const EMPTIED = new Set(["script", "noscript", "template"]);

/** Writes DOM nodes in rrweb's shapes. */
export class Serializer {
  /**
   * @param {import("./mirror.js").Mirror} mirror
   * @param {import("./privacy.js").Privacy} privacy
   */
  constructor(mirror, privacy) {
    this.mirror = mirror;
    this.privacy = privacy;
  }

  /**
   * The nodes under it that a replay gets.
   * @param {Node} node
   */
  children(node) {
    return this.isClosed(node) ? [] : childrenOf(node);
  }

  /** @param {Node} node */
  isClosed(node) {
    return EMPTIED.has(/** @type {Element} */ (node).localName) || isHiddenContent(node);
  }

  /**
   * One node without its children.
   * @param {Node} node
   * @param {Node | null} parent
   * @returns {SerializedNode | null}
   */
  node(node, parent) {
    switch (node.nodeType) {
      case DOM_ELEMENT: return this.element(/** @type {Element} */ (node), parent);
      case DOM_TEXT: return this.textNode(node, parent);
      case DOM_COMMENT: return { type: COMMENT, textContent: "", id: this.mirror.place(node, parent) };
      case DOM_DOCUMENT: return this.document(/** @type {Document} */ (node));
      case DOM_DOCTYPE: return this.doctype(/** @type {DocumentType} */ (node), parent);
      default: return null;
    }
  }

  /**
   * @param {Document} node
   * @returns {SerializedNode}
   */
  document(node) {
    return { type: DOCUMENT, childNodes: [], compatMode: node.compatMode, id: this.mirror.place(node, null) };
  }

  /**
   * @param {DocumentType} node
   * @param {Node | null} parent
   * @returns {SerializedNode}
   */
  doctype(node, parent) {
    const { name, publicId, systemId } = node;
    return { type: DOCTYPE, name, publicId, systemId, id: this.mirror.place(node, parent) };
  }

  /**
   * @param {Node} node
   * @param {Node | null} parent
   * @returns {SerializedNode}
   */
  textNode(node, parent) {
    const id = this.mirror.place(node, parent);
    const holder = /** @type {Element | null} */ (node.parentNode);
    if (holder?.localName === "style") return { type: TEXT, textContent: absoluteCSS(node.nodeValue || ""), isStyle: true, id };
    const out = /** @type {SerializedNode} */ ({ type: TEXT, textContent: this.text(node, holder), id });
    if (node.parentNode instanceof ShadowRoot) out.isShadow = true;
    return out;
  }

  /**
   * @param {Node} node
   * @param {Element | null} [holder]
   */
  text(node, holder = node.parentElement) {
    // A textarea's text is its value, and stands there.
    return holder?.localName === "textarea" ? "" : this.privacy.text(node);
  }

  /**
   * @param {Element} element
   * @param {Node | null} parent
   * @returns {SerializedNode}
   */
  element(element, parent) {
    const id = this.mirror.place(element, parent);
    // A form with a field called "localName" would answer with the field.
    const tagName = element instanceof HTMLFormElement ? "form" : element.localName.toLowerCase();
    const out = /** @type {SerializedNode} */ ({ type: ELEMENT, tagName, attributes: this.attributes(element, tagName), childNodes: [], id });
    if (element.namespaceURI === SVG) out.isSVG = true;
    if (element.shadowRoot) out.isShadowHost = true;
    if (element.parentNode instanceof ShadowRoot) out.isShadow = true;
    return out;
  }

  /**
   * @param {Element} element
   * @param {string} tagName
   */
  attributes(element, tagName) {
    /** @type {Record<string, any>} */
    const out = {};
    if (tagName === "script") return out;
    const { attributes } = element;
    for (let index = 0; index < attributes.length; index++) {
      const { name, value } = attributes[index];
      const safe = this.attribute(element, name, value);
      if (safe !== null) out[name] = safe;
    }
    if (isHiddenContent(element)) placeholder(element, out);
    else if (isField(element)) this.field(element, out);
    // Not what is selected now: that may be the visitor's choice, which waits for a submission.
    else if (tagName === "option") mark(out, "selected", /** @type {HTMLOptionElement} */ (element).defaultSelected);
    else if (tagName === "link") inlineSheet(/** @type {HTMLLinkElement} */ (element), out);
    else if (tagName === "style") inlineRules(/** @type {HTMLStyleElement} */ (element), out);
    else if (tagName === "iframe") frame(out);
    return out;
  }

  /**
   * What may be sent of one attribute; null where nothing.
   * @param {Element} element
   * @param {string} name
   * @param {string} value
   */
  attribute(element, name, value) {
    if (name === "class" || name === "id") return value;
    if (DROPPED.has(name) || name.startsWith("on")) return null;
    if (name === "style") return absoluteCSS(value);
    if (name === "value" && isField(element)) return this.privacy.mask(element, value);
    if (URLS.has(name)) value = absolute(value);
    else if (name === "srcset") value = absoluteSet(value);
    return this.privacy.scrub(value);
  }

  /**
   * @param {FieldElement} field
   * @param {Record<string, any>} out
   */
  field(field, out) {
    if (isToggle(field)) return mark(out, "checked", field.checked);
    const value = this.privacy.mask(field);
    if (value || "value" in out) out.value = value;
  }
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
 * A frame's document is not ours to record, and a replay must not load it.
 * @param {Record<string, any>} out
 */
function frame(out) {
  if (out.src) out.rr_src = out.src;
  delete out.src;
}

/**
 * @param {HTMLLinkElement} link
 * @param {Record<string, any>} out
 */
function inlineSheet(link, out) {
  const css = link.sheet && rulesOf(link.sheet, link.sheet.href || undefined);
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
function inlineRules(style, out) {
  if (style.sheet && !/\S/.test(style.textContent || "")) out._cssText = rulesOf(style.sheet) || "";
}

/**
 * @param {CSSStyleSheet} sheet
 * @param {string} [base]
 * @returns {string | null} null where another origin keeps its rules to itself
 */
export function rulesOf(sheet, base) {
  try {
    return Array.from(sheet.cssRules, (rule) => ruleText(rule, base)).join("");
  } catch {
    return null;
  }
}

/**
 * @param {CSSRule} rule
 * @param {string} [base]
 */
function ruleText(rule, base) {
  const imported = /** @type {CSSImportRule} */ (rule).styleSheet;
  return (imported && rulesOf(imported, imported.href || base)) ?? absoluteCSS(rule.cssText, base);
}
