const PAGE = location.origin + location.pathname;

/**
 * A URL as evidence may hold it: absolute, without credentials, and without query and fragment where it is the page's own.
 * @param {string} value
 * @param {string} [base]
 */
export function absolute(value, base = document.baseURI) {
  const trimmed = value.trim();
  if (!trimmed || /^(#|data:|blob:|javascript:|mailto:|tel:|about:)/i.test(trimmed)) return trimmed;
  try {
    const url = new URL(trimmed, base);
    url.username = url.password = "";
    return url.origin + url.pathname === PAGE ? PAGE : url.href;
  } catch {
    return value;
  }
}

/** @param {string} url */
export function bare(url) {
  try {
    const { origin, pathname } = new URL(url);
    return origin + pathname;
  } catch {
    return null;
  }
}

export const pageURL = () => location.origin + location.pathname;

/** @param {string} value of a `srcset` */
export function absoluteSet(value) {
  return value.replace(/(^|,\s+)([^\s,]\S*)/g, (_, lead, url) => lead + absolute(url));
}

/**
 * @param {string} css
 * @param {string} [base]
 */
export function absoluteCSS(css, base) {
  if (!css.includes("url(")) return css;
  return css.replace(/url\(\s*(?:"([^"]*)"|'([^']*)'|([^)\s]*))\s*\)/g, (_, a, b, c) => `url("${absolute(a ?? b ?? c, base)}")`);
}
