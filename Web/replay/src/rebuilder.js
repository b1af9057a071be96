// Rebuilds the recorded page inside the sandboxed frame, and changes it as the recording says.

import { allowedAttribute, treatmentOf, withoutFetches } from "./allow.js";
import * as dom from "./dom.js";
import { NodeType } from "./events.js";
import { sandboxedDocument } from "./sandbox.js";
import { StyleSheets } from "./sheets.js";

/** @typedef {import("./events.js").SerializedNode} SerializedNode */

/** Our own rules, last in the document. */
const ownStyle = `
signet-omitted, noscript { display: none !important }
* { scroll-behavior: auto !important }
[data-signet-focus] { outline: 2px solid #1c4a86 !important; outline-offset: 1px !important }
[data-signet-hidden], [data-signet-box] {
  background: repeating-linear-gradient(45deg, #eceae4 0 8px, #f7f6f2 8px 16px) !important;
  box-shadow: inset 0 0 0 1px #c9c5ba !important
}
[data-signet-box] { display: inline-block; min-width: 1rem; min-height: 1rem }
[data-signet-drawn] { background: none !important; box-shadow: none !important }
[data-signet-drawn] > img { all: initial !important; display: block !important; width: 100% !important; height: 100% !important }
`;

export class Rebuilder {
  /** @param {HTMLIFrameElement} frame throws where it is not sandboxed */
  constructor(frame) {
    const { document, window } = sandboxedDocument(frame);
    this.document = document;
    this.window = window;
    /** @type {Map<number, Node>} */
    this.nodes = new Map();
    this.sheets = new StyleSheets(document, this.nodes);
    /** @type {Element | null} */
    this.focused = null;
    /** @type {(() => void)[]} what can only be done to nodes that are laid out */
    this.afterLayout = [];
  }

  /**
   * Replaces whatever stands in the frame by a snapshot.
   *
   * @param {{ node: SerializedNode, initialOffset?: { left: number, top: number } }} snapshot
   */
  rebuild(snapshot) {
    this.nodes.clear();
    this.sheets.clear();
    this.focused = null;
    this.nodes.set(snapshot.node.id, this.document);
    let root = null;
    for (const child of snapshot.node.childNodes ?? []) {
      const isRoot = child.type === NodeType.element && child.tagName?.toLowerCase() === "html";
      if (isRoot && !root) root = this.make(child, "");
    }
    this.replaceRoot(root ?? dom.makeElement("html"));
    this.scrollWindow(snapshot.initialOffset?.left ?? 0, snapshot.initialOffset?.top ?? 0);
    this.settle();
  }

  /** Does what had to wait for new nodes to be in the document. */
  settle() {
    for (const action of this.afterLayout.splice(0)) action();
  }

  /** @param {Node} root */
  replaceRoot(root) {
    for (let child = dom.firstChildOf(this.document); child; child = dom.firstChildOf(this.document)) {
      dom.detach(child);
    }
    const style = dom.makeElement("style");
    dom.setText(style, ownStyle);
    dom.insert(root, style);
    dom.insert(this.document, root);
  }

  // --- Making nodes

  /**
   * @param {SerializedNode} node
   * @param {string} parentName in lower case
   * @returns {Node}
   */
  make(node, parentName) {
    const made = this.makeUnregistered(node, parentName);
    this.nodes.set(node.id, made);
    return made;
  }

  /**
   * @param {SerializedNode} node
   * @param {string} parentName
   * @returns {Node}
   */
  makeUnregistered(node, parentName) {
    const text = typeof node.textContent === "string" ? node.textContent : "";
    switch (node.type) {
      case NodeType.element:
        return this.makeElement(node);
      case NodeType.text:
      case NodeType.cdata:
        return dom.makeText(parentName === "style" ? withoutFetches(text) : text);
      default:
        return dom.makeComment();
    }
  }

  /** @param {SerializedNode} node @returns {Element} */
  makeElement(node) {
    const attributes = node.attributes ?? {};
    const css = attributes._cssText;
    const recorded = String(node.tagName ?? "");
    // What a link loaded stands in the event itself.
    const isSheet = typeof css === "string" && /^(?:link|style)$/i.test(recorded);
    const isPicture = typeof attributes.rr_dataURL === "string" && /^(?:canvas|img)$/i.test(recorded);
    const isSVG = node.isSVG === true && !isSheet;
    const name = isSheet ? "style" : isPicture ? "img" : recorded;
    const treatment = treatmentOf(name, isSVG);
    if (treatment !== "element") return this.makeStandIn(node, treatment);

    const element = isSVG ? dom.makeSVGElement(name) : dom.makeElement(name);
    const lower = name.toLowerCase();
    for (const [key, value] of Object.entries(attributes)) this.setAttribute(element, lower, isSVG, key, value);
    if (isSheet) dom.insert(element, dom.makeText(withoutFetches(css)));
    // Nothing of the reader's own may be filled in here, least of all a password saved for this server.
    if (/^(?:input|textarea|select|form)$/.test(lower)) dom.setAttribute(element, "autocomplete", "off");

    const isFilled = lower === "textarea" && typeof attributes.value === "string";
    for (const child of node.childNodes ?? []) {
      const made = this.make(isSheet || isFilled ? { ...child, textContent: "" } : child, lower);
      this.place(element, made, child.isShadow === true, null);
    }
    if (isFilled) setValue(element, String(attributes.value));
    return element;
  }

  /**
   * @param {SerializedNode} node
   * @param {"box" | "omitted"} treatment
   */
  makeStandIn(node, treatment) {
    if (treatment === "omitted") {
      const omitted = dom.makeElement("signet-omitted");
      // Later events may name its children; they are made, and stay hidden with it.
      for (const child of node.childNodes ?? []) {
        if (child.type === NodeType.element) dom.insert(omitted, this.make(child, "signet-omitted"));
        else this.nodes.set(child.id, dom.makeComment());
      }
      return omitted;
    }
    const box = dom.makeElement("div");
    const attributes = node.attributes ?? {};
    dom.setAttribute(box, "data-signet-box", String(node.tagName));
    for (const key of ["class", "id", "style", "hidden", "width", "height", "rr_width", "rr_height"]) {
      if (key in attributes) this.setAttribute(box, "div", false, key, attributes[key]);
    }
    this.sizeBox(box, attributes);
    // What a video showed before it was played.
    const poster = allowedAttribute("img", false, "src", String(attributes.poster ?? ""));
    if (poster) dom.styleOf(box)?.setProperty("background", `url("${poster}") center / contain no-repeat`, "important");
    return box;
  }

  /**
   * Gives a box the size it is known to have, unless its own style says another.
   *
   * @param {Element} box
   * @param {Record<string, unknown>} sizes
   */
  sizeBox(box, sizes) {
    const style = dom.styleOf(box);
    for (const side of /** @type {const} */ (["width", "height"])) {
      const size = Number(sizes[side]);
      if (style && !style[side] && Number.isFinite(size) && size > 0) style[side] = `${size}px`;
    }
  }

  /**
   * @param {Node} parent
   * @param {Node} child
   * @param {boolean} inShadow
   * @param {Node | null} before
   */
  place(parent, child, inShadow, before) {
    const container = inShadow && parent instanceof Element ? dom.attachShadow(parent) : parent;
    if (!container || dom.contains(child, container)) return;
    dom.insert(container, child, before);
  }

  // --- Attributes

  /**
   * @param {Element} element
   * @param {string} name the element's, in lower case
   * @param {boolean} isSVG
   * @param {string} key
   * @param {unknown} value null or false take the attribute away
   * @returns {void}
   */
  setAttribute(element, name, isSVG, key, value) {
    if (key === "style") return this.setStyle(element, value);
    if (key.startsWith("rr_")) return this.setRecorderAttribute(element, key, value);
    if (key === "_cssText") return;
    if (value === null || value === undefined || value === false) {
      if (allowedAttribute(name, isSVG, key, "") !== null) dom.removeAttribute(element, key);
      return;
    }
    const allowed = allowedAttribute(name, isSVG, key, value === true ? "" : String(value));
    if (allowed === null) return;
    const isPassword = name === "input" && /^type$/i.test(key) && /^\s*password\s*$/i.test(allowed);
    try {
      dom.setAttribute(element, key, isPassword ? "text" : allowed);
    } catch {
      return; // Not a name an attribute can have.
    }
    if (key === "value" && (name === "input" || name === "textarea")) setValue(element, allowed);
  }

  /**
   * @param {Element} element
   * @param {unknown} value a style attribute, or changes by property
   */
  setStyle(element, value) {
    const style = dom.styleOf(element);
    if (!style) return;
    // By the object model, not by the attribute: our own page's policy forbids the attribute, and rightly.
    if (typeof value === "string") {
      style.cssText = withoutFetches(value);
    } else if (typeof value === "object" && value !== null) {
      for (const [property, change] of Object.entries(value)) setProperty(style, property, change);
    } else {
      style.cssText = "";
    }
  }

  /**
   * @param {Element} element
   * @param {string} key
   * @param {unknown} value
   * @returns {void}
   */
  setRecorderAttribute(element, key, value) {
    const style = dom.styleOf(element);
    switch (key) {
      case "rr_width":
      case "rr_height":
        if (style) style[key === "rr_width" ? "width" : "height"] = String(value);
        return;
      case "rr_dataURL":
        return this.setAttribute(element, "img", false, "src", value);
      case "rr_open_mode":
        return dom.setAttribute(element, "open", "");
      case "rr_scrollLeft":
      case "rr_scrollTop":
        this.afterLayout.push(() => {
          dom.scrollElement(element, key === "rr_scrollLeft" ? "scrollLeft" : "scrollTop", Number(value));
        });
    }
  }

  // --- Changes

  /** @param {any} data of a mutation event */
  mutate(data) {
    for (const removal of data.removes ?? []) {
      const node = this.nodes.get(removal.id);
      if (node && node !== this.document) dom.detach(node);
    }
    this.addAll(data.adds ?? []);
    for (const change of data.texts ?? []) {
      const node = this.nodes.get(change.id);
      const text = String(change.value ?? "");
      if (!node) continue;
      if (node instanceof HTMLTextAreaElement) setValue(node, text);
      else if (node instanceof CharacterData) dom.setText(node, isInStyle(node) ? withoutFetches(text) : text);
    }
    for (const change of data.attributes ?? []) this.changeAttributes(change.id, change.attributes ?? {});
    this.settle();
  }

  /**
   * Adds come in any order; one that stands before a node still to come waits for it.
   *
   * @param {{ parentId: number, nextId: number | null, node: SerializedNode }[]} adds
   */
  addAll(adds) {
    let waiting = adds;
    let isLastTry = false;
    while (waiting.length > 0) {
      const left = waiting.filter((add) => !this.add(add, isLastTry));
      if (left.length === waiting.length) {
        if (isLastTry) return;
        isLastTry = true;
      }
      waiting = left;
    }
  }

  /**
   * @param {{ parentId: number, nextId: number | null, node: SerializedNode }} add
   * @param {boolean} isLastTry put it last where its place cannot be found
   * @returns {boolean} whether it is done with
   */
  add(add, isLastTry) {
    const parent = this.nodes.get(add.parentId);
    if (!parent) return false;
    if (parent === this.document) {
      if (add.node.type === NodeType.element) this.replaceRoot(this.make(add.node, ""));
      else this.nodes.set(add.node.id, dom.makeComment());
      return true;
    }
    const inShadow = add.node.isShadow === true;
    const container = inShadow && parent instanceof Element ? dom.attachShadow(parent) : parent;
    if (!container || !(container instanceof Element || container instanceof DocumentFragment)) return true;
    if (container instanceof Element && dom.attributeOf(container, "data-signet-box") !== null) return true;

    const next = add.nextId === null || add.nextId === undefined ? null : this.nodes.get(add.nextId) ?? undefined;
    const isPlaced = next === null || (next !== undefined && dom.parentOf(next) === container);
    if (!isPlaced && !isLastTry) return false;
    const name = container instanceof Element ? dom.nameOf(container) : "";
    const old = this.nodes.get(add.node.id);
    if (old && old !== this.document) dom.detach(old);
    this.place(container, this.make(add.node, name), false, isPlaced ? next ?? null : null);
    return true;
  }

  /**
   * @param {number} id
   * @param {Record<string, unknown>} attributes
   */
  changeAttributes(id, attributes) {
    const element = this.nodes.get(id);
    if (!(element instanceof Element)) return;
    const name = dom.nameOf(element);
    if (typeof attributes._cssText === "string") return this.changeSheet(id, element, attributes);
    if (name === "signet-omitted") return;
    const isSVG = element instanceof SVGElement;
    for (const [key, value] of Object.entries(attributes)) this.setAttribute(element, name, isSVG, key, value);
  }

  /**
   * A style sheet's text arrived: of a link that has loaded, or of a style element.
   *
   * @param {number} id
   * @param {Element} element
   * @param {Record<string, unknown>} attributes
   */
  changeSheet(id, element, attributes) {
    const parent = dom.parentOf(element);
    const style = this.makeElement({ type: NodeType.element, id, tagName: "style", attributes });
    this.nodes.set(id, style);
    if (!parent) return;
    dom.insert(parent, style, element);
    dom.detach(element);
  }

  /** @param {{ id: number, text: string, isChecked: boolean }} data */
  input(data) {
    const element = this.nodes.get(data.id);
    if (!(element instanceof HTMLElement)) return;
    const isTicked = element instanceof HTMLInputElement && /^(?:checkbox|radio)$/.test(element.type);
    if (isTicked) element.checked = data.isChecked === true;
    else setValue(element, String(data.text ?? ""));
  }

  /** @param {{ id: number, x: number, y: number }} data */
  scroll(data) {
    const node = this.nodes.get(data.id);
    if (node === this.document) this.scrollWindow(data.x, data.y);
    else if (node instanceof Element) {
      dom.scrollElement(node, "scrollLeft", data.x);
      dom.scrollElement(node, "scrollTop", data.y);
    }
  }

  /** @param {number} left @param {number} top */
  scrollWindow(left, top) {
    this.window.scrollTo(left, top);
  }

  /** @param {number | null} id nil takes the mark away */
  focus(id) {
    if (this.focused) dom.removeAttribute(this.focused, "data-signet-focus");
    const node = id === null ? null : this.nodes.get(id);
    this.focused = node instanceof Element && dom.nameOf(node) !== "body" ? node : null;
    if (this.focused) dom.setAttribute(this.focused, "data-signet-focus", "");
  }

  /**
   * Shows what a canvas showed. As a picture in the canvas's place: where no scripts run, browsers show no canvas.
   *
   * @param {any} data as rrweb tells a frame of a canvas
   */
  draw(data) {
    const box = this.nodes.get(data.id);
    if (!(box instanceof Element) || dom.attributeOf(box, "data-signet-box")?.toLowerCase() !== "canvas") return;
    const [clear, draw] = data.commands;
    const [blob] = draw.args[0].args;
    const picture = dom.makeElement("img");
    this.setAttribute(picture, "img", false, "src", `data:${blob.type};base64,${blob.data[0].base64}`);
    for (let child = dom.firstChildOf(box); child; child = dom.firstChildOf(box)) dom.detach(child);
    dom.insert(box, picture);
    dom.setAttribute(box, "data-signet-drawn", "");
    this.sizeBox(box, { width: clear.args[2], height: clear.args[3] });
  }
}

/**
 * @param {CSSStyleDeclaration} style
 * @param {string} property
 * @param {unknown} change false, a value, or a value and its priority
 */
function setProperty(style, property, change) {
  if (change === false || change === null) return style.removeProperty(property);
  const [value, priority] = Array.isArray(change) ? change : [change, ""];
  style.setProperty(property, withoutFetches(String(value)), String(priority ?? ""));
}

/**
 * Shows a value in a field of any kind; also the stars of a hidden value, which a number or date field would refuse.
 *
 * @param {Element} element
 * @param {string} value
 */
function setValue(element, value) {
  if (element instanceof HTMLSelectElement) return setChoice(element, value);
  if (element instanceof HTMLTextAreaElement) element.value = value;
  if (!(element instanceof HTMLInputElement) || element.type === "file") return;
  if (/^(?:checkbox|radio)$/.test(element.type)) return;
  element.value = value;
  if (element.value === value) return;
  element.type = "text";
  element.value = value;
}

/**
 * @param {HTMLSelectElement} select
 * @param {string} value
 */
function setChoice(select, value) {
  select.value = value;
  if (select.value === value) return;
  const option = /** @type {HTMLOptionElement} */ (dom.makeElement("option"));
  option.value = value;
  option.text = value;
  dom.insert(select, option);
  select.value = value;
}

/** @param {Node} node */
function isInStyle(node) {
  const parent = dom.parentOf(node);
  return parent instanceof Element && dom.nameOf(parent) === "style";
}
