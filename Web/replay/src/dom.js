// DOM operations that a recording cannot redirect.
//
// A form's fields and a document's named images show up as properties of the form and the document, before their own:
// a recorded `<input name="appendChild">` would be what `form.appendChild` answers. So whatever touches a rebuilt node
// goes through the prototypes of our own window.

/**
 * Makes the nodes of a rebuilt page. It has no window, so nothing made in it loads or runs before it is moved.
 */
const workshop = document.implementation.createHTMLDocument("");

export const svgNamespace = "http://www.w3.org/2000/svg";

/** @param {string} name @returns {HTMLElement} */
export const makeElement = (name) => workshop.createElement(name);

/** @param {string} name @returns {Element} */
export const makeSVGElement = (name) => workshop.createElementNS(svgNamespace, name);

/** @param {string} text */
export const makeText = (text) => workshop.createTextNode(text);

export const makeComment = () => workshop.createComment("");

/** @param {Node} node @returns {Node | null} */
export const parentOf = (node) => Reflect.get(Node.prototype, "parentNode", node);

/** @param {Node} node @returns {Node | null} */
export const firstChildOf = (node) => Reflect.get(Node.prototype, "firstChild", node);

/** @param {Element} element @returns {ShadowRoot | null} */
export const shadowOf = (element) => Reflect.get(Element.prototype, "shadowRoot", element);

/** @param {Document} document @returns {Element | null} */
export const rootOf = (document) => Reflect.get(Document.prototype, "documentElement", document);

/** @param {Node} parent @param {Node} child @param {Node | null} before */
export function insert(parent, child, before = null) {
  Node.prototype.insertBefore.call(parent, child, before);
}

/** @param {Node} node */
export function detach(node) {
  const parent = parentOf(node);
  if (parent) Node.prototype.removeChild.call(parent, node);
}

/** @param {Node} parent @param {Node} child */
export const contains = (parent, child) => Node.prototype.contains.call(parent, child);

/** @param {Node} node @param {string} text */
export function setText(node, text) {
  Reflect.set(Node.prototype, "textContent", text, node);
}

/** @param {Element} element @param {string} name @param {string} value */
export function setAttribute(element, name, value) {
  Element.prototype.setAttribute.call(element, name, value);
}

/** @param {Element} element @param {string} name */
export function removeAttribute(element, name) {
  Element.prototype.removeAttribute.call(element, name);
}

/** @param {Element} element @param {string} name @returns {string | null} */
export const attributeOf = (element, name) => Element.prototype.getAttribute.call(element, name);

/** @param {Element} element @returns {string} in lower case */
export const nameOf = (element) => String(Reflect.get(Element.prototype, "localName", element)).toLowerCase();

/** @param {Element} element @returns {CSSStyleDeclaration | null} */
export function styleOf(element) {
  if (element instanceof HTMLElement) return Reflect.get(HTMLElement.prototype, "style", element);
  if (element instanceof SVGElement) return Reflect.get(SVGElement.prototype, "style", element);
  return null;
}

/** @param {Element} element @returns {ShadowRoot | null} */
export function attachShadow(element) {
  try {
    return shadowOf(element) ?? Element.prototype.attachShadow.call(element, { mode: "open" });
  } catch {
    return null; // Not every element can have one; a recording may claim it all the same.
  }
}

/** @param {Element} element @param {"scrollLeft" | "scrollTop"} side @param {number} offset */
export function scrollElement(element, side, offset) {
  Reflect.set(Element.prototype, side, offset, element);
}
