/**
 * The smallest computed size of the visible text, in pixels.
 * @param {Element} element
 */
export function fontSizeOf(element) {
  return smallest(element, (holder) => parseFloat(getComputedStyle(holder).fontSize));
}

/**
 * The smallest WCAG contrast of the visible text against what is painted behind it; null where a color cannot be told.
 * @param {Element} element
 */
export function contrastOf(element) {
  const ratio = smallest(element, (holder) => contrast(holder));
  return ratio === null ? null : Math.round(ratio * 100) / 100;
}

/**
 * @param {Element} element
 * @param {(holder: Element) => number | null} measure
 */
function smallest(element, measure) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let least = Infinity;
  for (let node; (node = walker.nextNode()); ) {
    const holder = node.parentElement;
    if (!holder || !/\S/.test(node.nodeValue || "") || !holder.getClientRects().length) continue;
    least = Math.min(least, measure(holder) ?? Infinity);
  }
  return least === Infinity ? null : least;
}

/** @typedef {[red: number, green: number, blue: number, alpha: number]} Color */

/** @param {Element} holder */
function contrast(holder) {
  const text = parseColor(getComputedStyle(holder).color);
  const back = backgroundOf(holder);
  if (!text || !back) return null;
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
 * @param {string} text
 * @returns {Color | null}
 */
function parseColor(text) {
  const parts = /^rgba?\(([^)]+)\)$/.exec(text)?.[1].split(/[ ,/]+/).map(Number);
  return parts ? [parts[0], parts[1], parts[2], parts[3] ?? 1] : null;
}

/** @param {Color} color */
function luminance(color) {
  const [red, green, blue] = color.slice(0, 3).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
