// The rules of style sheets: those of `style` elements, and adopted ones, for which such elements stand in.

import { withoutFetches } from "./allow.js";
import * as dom from "./dom.js";

/** @typedef {{ rules: string[], elements: Set<HTMLStyleElement> }} AdoptedSheet */

export class StyleSheets {
  /**
   * @param {Document} document
   * @param {Map<number, Node>} nodes
   */
  constructor(document, nodes) {
    this.document = document;
    this.nodes = nodes;
    /** @type {Map<number, AdoptedSheet>} */
    this.adopted = new Map();
  }

  clear() {
    this.adopted.clear();
  }

  /** @param {any} data `{id, styles?, styleIds}` */
  adopt(data) {
    for (const style of data.styles ?? []) {
      const rules = (style.rules ?? []).map((/** @type {any} */ entry) => withoutFetches(String(entry.rule ?? "")));
      const elements = this.adopted.get(style.styleId)?.elements ?? new Set();
      this.adopted.set(style.styleId, { rules, elements });
      this.refresh(style.styleId);
    }
    const owner = this.nodes.get(data.id);
    const root = owner === this.document ? dom.rootOf(this.document) : owner instanceof Element ? dom.shadowOf(owner) : null;
    if (!root) return;
    for (const sheet of this.adopted.values()) {
      for (const element of sheet.elements) {
        if (dom.parentOf(element) !== root) continue;
        dom.detach(element);
        sheet.elements.delete(element);
      }
    }
    // Adopted sheets come after all others, so their stand-ins do too.
    for (const styleId of data.styleIds ?? []) {
      const sheet = this.adopted.get(styleId);
      if (!sheet) continue;
      const element = /** @type {HTMLStyleElement} */ (dom.makeElement("style"));
      dom.insert(root, element);
      sheet.elements.add(element);
      this.refresh(styleId);
    }
  }

  /** @param {number} styleId */
  refresh(styleId) {
    const sheet = this.adopted.get(styleId);
    for (const element of sheet?.elements ?? []) dom.setText(element, sheet?.rules.join("\n") ?? "");
  }

  /** @param {any} data `{id | styleId, adds?, removes?}` */
  changeRules(data) {
    for (const sheet of this.sheetsOf(data)) {
      for (const { index } of data.removes ?? []) {
        attempt(() => ruleList(sheet, index).list.deleteRule(ruleList(sheet, index).last));
      }
      for (const { rule, index } of data.adds ?? []) {
        const text = withoutFetches(String(rule ?? ""));
        attempt(() => {
          const { list, last } = ruleList(sheet, index ?? 0);
          list.insertRule(text, Math.min(last, list.cssRules.length));
        });
      }
    }
  }

  /** @param {any} data `{id | styleId, index, set?, remove?}` */
  changeDeclaration(data) {
    for (const sheet of this.sheetsOf(data)) {
      attempt(() => {
        const { list, last } = ruleList(sheet, data.index);
        const rule = list.cssRules[last];
        /** @type {CSSStyleDeclaration | undefined} */
        const style = rule && Reflect.get(rule, "style");
        if (data.set) style?.setProperty(data.set.property, withoutFetches(String(data.set.value ?? "")), data.set.priority ?? "");
        if (data.remove) style?.removeProperty(data.remove.property);
      });
    }
  }

  /** @param {any} data @returns {CSSStyleSheet[]} */
  sheetsOf(data) {
    const adopted = this.adopted.get(data.styleId);
    const elements = adopted ? Array.from(adopted.elements) : [this.nodes.get(data.id)];
    return elements.flatMap((element) => (element instanceof HTMLStyleElement && element.sheet ? [element.sheet] : []));
  }
}

/**
 * The list of rules that an index or a path of indices leads into.
 *
 * @param {CSSStyleSheet} sheet
 * @param {number | number[]} index
 * @returns {{ list: CSSStyleSheet | CSSGroupingRule, last: number }}
 */
function ruleList(sheet, index) {
  const path = Array.isArray(index) ? index : [index];
  /** @type {CSSStyleSheet | CSSGroupingRule} */
  let list = sheet;
  for (const step of path.slice(0, -1)) list = /** @type {CSSGroupingRule} */ (list.cssRules[step]);
  return { list, last: path[path.length - 1] ?? 0 };
}

/** @param {() => void} change that a recording may get wrong */
function attempt(change) {
  try {
    change();
  } catch {
    // A rule this browser does not know, or an index that is off: the rest of the page is still worth seeing.
  }
}
