import { MAXIMUM_AGE_MS } from "./limits.js";
import { on } from "./tools.js";

/**
 * Whether this loader was made for this page view. A certificate must never be shared by two visits, so every doubt
 * (served from a cache, or the clocks are a minute apart) costs a round trip for a new one.
 * @param {Config} config
 * @param {string} source
 */
export function isFresh(config, source) {
  return Math.abs(Date.now() - config.now) < MAXIMUM_AGE_MS && !cameFromCache(source);
}

/** @param {string} source */
function cameFromCache(source) {
  const { deliveryType, transferSize, decodedBodySize } = /** @type {any} */ (performance.getEntriesByName(source, "resource")[0] || {});
  return deliveryType === "cache" || (transferSize === 0 && decodedBodySize > 0);
}

/**
 * A prerendered page may never be seen: it waits.
 * @param {() => void} action
 */
export function whenShown(action) {
  if (document.prerendering) on(document, "prerenderingchange", action);
  else action();
}
