/** The page's own URL, without query and fragment. */
export const PAGE = location.origin + location.pathname;

/**
 * A URL as evidence may hold it: absolute, without credentials, and without query and fragment where it is the page's own.
 * @param {string} value
 * @param {string | null} [base] another than the page's
 */
export function absolute(value, base) {
  if (/^\s*(#|data:|$)/.test(value)) return value;
  try {
    const url = new URL(value, base || document.baseURI);
    url.username = url.password = "";
    return url.origin + url.pathname === PAGE ? PAGE : url.href;
  } catch {
    return value;
  }
}

/** @param {string} value of a `srcset` */
export function absoluteSet(value) {
  return value.replace(/(^|,\s+)([^\s,]\S*)/g, (_, lead, url) => lead + absolute(url));
}

/**
 * @param {string} css
 * @param {string | null} [base] another than the page's
 */
export function absoluteCSS(css, base) {
  if (!css.includes("url(")) return css;
  return css.replace(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)/g, (_, a, b, c) => `url("${absolute(a ?? b ?? c, base)}")`);
}
