import { viewport } from "./page.js";
import { RESIZE, SCROLL } from "./rrweb.js";

const SAMPLE_MS = 100;

/**
 * Scrolling and the window's size.
 * @param {import("./recorder.js").Recorder} recorder
 */
export function recordViewport(recorder) {
  /** @type {Set<Node>} */
  const scrolled = new Set();
  const writeScrolls = recorder.later(SAMPLE_MS, () => {
    for (const target of scrolled) writeScroll(recorder, target);
    scrolled.clear();
  });
  recorder.listen(window, "scroll", (event) => {
    scrolled.add(event.composedPath()[0]);
    writeScrolls();
  });
  const writeSize = recorder.later(SAMPLE_MS, () => recorder.increment(RESIZE, viewport()));
  recorder.listen(window, "resize", writeSize);
}

/**
 * @param {import("./recorder.js").Recorder} recorder
 * @param {Node} target
 */
function writeScroll(recorder, target) {
  const id = recorder.idOf(target);
  if (!id || !target.isConnected) return;
  const { scrollLeft, scrollTop } = target === document ? document.scrollingElement || document.documentElement : /** @type {Element} */ (target);
  recorder.increment(SCROLL, { id, x: Math.round(scrollLeft), y: Math.round(scrollTop) });
}
