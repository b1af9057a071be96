import { absoluteCSS } from "../core/urls.js";

const STYLE_RULE = 8, ADOPTED_SHEET = 15;
const LOOK_MS = 500;

/**
 * Style sheets that scripts build. No event tells of them and the page's functions stay unpatched, so they are compared
 * with what was last seen, after the page changed and while it is used.
 * @param {import("../core/parts.js").Gift} gift
 */
export function watchSheets({ session, listen, undo, idOf, increment, isMirrored, mirrorId, ticks }) {
  /** @type {Map<CSSStyleSheet, number>} */
  const ids = new Map();
  /** @type {WeakMap<CSSStyleSheet, string[]>} */
  const seen = new WeakMap();
  /** @type {WeakMap<Root, string>} */
  const adopted = new WeakMap();
  let timer = 0;

  /** @param {CSSStyleSheet} sheet */
  const rulesOf = (sheet) => Array.from(sheet.cssRules, (rule) => absoluteCSS(rule.cssText));

  /** @param {CSSStyleSheet} sheet */
  function sheetId(sheet) {
    let id = ids.get(sheet);
    if (!id) ids.set(sheet, (id = ids.size + 1));
    return id;
  }

  function look() {
    for (const root of session.roots.all) {
      lookAtAdopted(root);
      for (const sheet of root.styleSheets) if (sheet.ownerNode instanceof HTMLStyleElement) lookAtBuilt(sheet);
    }
  }

  /** @param {Root} root */
  function lookAtAdopted(root) {
    const sheets = [...(root.adoptedStyleSheets || [])];
    const id = idOf(root instanceof ShadowRoot ? root.host : root);
    if (!id) return;
    const fresh = sheets.filter((sheet) => !seen.has(sheet));
    const styleIds = sheets.map(sheetId);
    for (const sheet of sheets) if (!fresh.includes(sheet)) writeRules(sheet, { styleId: sheetId(sheet) });
    if (adopted.get(root) === styleIds.join() || (!adopted.has(root) && !sheets.length)) return;
    adopted.set(root, styleIds.join());
    const styles = fresh.map((sheet) => {
      const rules = rulesOf(sheet);
      seen.set(sheet, rules);
      return { styleId: sheetId(sheet), rules: rules.map((rule, index) => ({ rule, index })) };
    });
    increment(ADOPTED_SHEET, { id, styleIds, ...(styles.length && { styles }) });
  }

  /**
   * Rules that `insertRule` put into a style element.
   * @param {CSSStyleSheet} sheet
   */
  function lookAtBuilt(sheet) {
    const element = /** @type {Element} */ (sheet.ownerNode);
    if (!isMirrored(element)) return;
    if (!seen.has(sheet)) seen.set(sheet, rulesOf(sheet));
    else writeRules(sheet, { id: mirrorId(element) });
  }

  /**
   * @param {CSSStyleSheet} sheet
   * @param {object} where
   */
  function writeRules(sheet, where) {
    const before = seen.get(sheet) || [];
    if (before.length === sheet.cssRules.length) return;
    const now = rulesOf(sheet);
    let start = 0;
    while (start < before.length && before[start] === now[start]) start++;
    let kept = 0;
    while (kept < Math.min(before.length, now.length) - start && before[before.length - 1 - kept] === now[now.length - 1 - kept]) kept++;
    seen.set(sheet, now);
    const removes = before.slice(start, before.length - kept).map(() => ({ index: start }));
    const adds = now.slice(start, now.length - kept).map((rule, index) => ({ rule, index: start + index }));
    if (removes.length) increment(STYLE_RULE, { ...where, removes });
    if (adds.length) increment(STYLE_RULE, { ...where, adds });
  }

  const lookSoon = () => void (timer ||= setTimeout(session.guard(() => {
    timer = 0;
    look();
  }), LOOK_MS));
  look();
  ticks.push(lookSoon);
  for (const type of ["click", "keyup", "focusin"]) listen(window, type, lookSoon);
  undo.push(() => clearTimeout(timer));
}
