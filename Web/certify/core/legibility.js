import { textsIn } from "./tools.js";

/** @typedef {[red: number, green: number, blue: number, alpha: number]} Color */

/**
 * The smallest computed size of the visible text, in pixels, and its smallest WCAG contrast against what is painted
 * behind it; null where there is none or a color cannot be told.
 * @param {Element} element
 */
export function legibility(element) {
  let size = Infinity;
  let ratio = Infinity;
  for (const { text, holder } of textsIn(element)) {
    if (!text.trim() || !holder.getClientRects().length) continue;
    size = Math.min(size, parseFloat(getComputedStyle(holder).fontSize));
    ratio = Math.min(ratio, contrast(holder));
  }
  // JSON has no infinity, and says null.
  return { font_size: size, contrast: Math.round(ratio * 100) / 100 };
}

/** @param {Element} holder */
function contrast(holder) {
  const text = parseColor(getComputedStyle(holder).color);
  const back = backgroundOf(holder);
  if (!text || !back) return Infinity;
  const light = luminance(over(text, back));
  const dark = luminance(back);
  return (Math.max(light, dark) + 0.05) / (Math.min(light, dark) + 0.05);
}

/**
 * @param {Element} holder
 * @returns {Color | null}
 */
function backgroundOf(holder) {
  /** @type {Color[]} */
  const layers = [];
  for (let element = /** @type {Element | null} */ (holder); element; element = element.parentElement) {
    const color = parseColor(getComputedStyle(element).backgroundColor);
    if (!color) return null;
    if (color[3]) layers.push(color);
    if (color[3] === 1) break;
  }
  return layers.reduceRight((back, layer) => over(layer, back), /** @type {Color} */ ([255, 255, 255, 1]));
}

/**
 * @param {Color} front
 * @param {Color} back
 * @returns {Color}
 */
function over(front, back) {
  const mix = (/** @type {0 | 1 | 2} */ index) => front[index] * front[3] + back[index] * (1 - front[3]);
  return [mix(0), mix(1), mix(2), 1];
}

/**
 * @param {string} text as the browser computed it
 * @returns {Color | null}
 */
function parseColor(text) {
  const [red, green, blue, alpha = 1] = (/^rgb/.test(text) && text.match(/[\d.e-]+/g)?.map(Number)) || [];
  return red === undefined ? null : [red, green, blue, alpha];
}

/** @param {Color} color */
function luminance(color) {
  return [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
    const part = color[index] / 255;
    return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  }, 0);
}
