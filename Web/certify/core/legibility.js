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
 * @param {Element | null} element
 * @returns {Color | null}
 */
function backgroundOf(element) {
  if (!element) return [255, 255, 255, 1];
  const color = parseColor(getComputedStyle(element).backgroundColor);
  if (!color || color[3] === 1) return color;
  const back = backgroundOf(element.parentElement);
  return back && over(color, back);
}

/**
 * What is seen of one color over another that lets nothing through; its own alpha says nothing.
 * @param {Color} front
 * @param {Color} back
 */
const over = (front, back) => /** @type {Color} */ (front.map((part, index) => part * front[3] + back[index] * (1 - front[3])));

/**
 * @param {string} text as the browser computed it
 * @returns {Color | null}
 */
function parseColor(text) {
  if (!/^rgb/.test(text)) return null;
  const [red, green, blue, alpha = 1] = /** @type {string[]} */ (text.match(/[\d.e-]+/g)).map(Number);
  return [red, green, blue, alpha];
}

/** @param {Color} color */
function luminance(color) {
  return [0.2126, 0.7152, 0.0722].reduce((sum, weight, index) => {
    const part = color[index] / 255;
    return sum + weight * (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
  }, 0);
}
