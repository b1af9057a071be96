import { VIEWPORT_MS } from "./limits.js";
import { idOf, increment, later } from "./recorder.js";
import { RESIZE, SCROLL } from "./rrweb.js";
import { listen, targetOf } from "./tools.js";

export const viewport = () => ({ width: innerWidth, height: innerHeight });

/** Scrolling and the window's size. */
export function recordViewport() {
  /** @type {Set<any>} */
  const scrolled = new Set();
  const writeScrolls = later(VIEWPORT_MS, () => {
    scrolled.forEach(writeScroll);
    scrolled.clear();
  });
  listen(window, "scroll", (event) => {
    scrolled.add(targetOf(event));
    writeScrolls();
  });
  listen(window, "resize", later(VIEWPORT_MS, () => increment(RESIZE, viewport())));
}

/** @param {Node} target */
function writeScroll(target) {
  const id = idOf(target);
  if (!id || !target.isConnected) return;
  const [x, y] = target instanceof Element ? [target.scrollLeft, target.scrollTop] : [scrollX, scrollY];
  increment(SCROLL, { id, x: Math.round(x), y: Math.round(y) });
}
