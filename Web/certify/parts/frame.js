/** Who frames the page, as far as the browser tells. */

/**
 * Without query and fragment; undefined for what is no URL.
 * @param {string} url
 */
function bare(url) {
  try {
    const { origin, pathname } = new URL(url);
    return origin + pathname;
  } catch {
    return undefined;
  }
}

function describe() {
  let parentURL = document.referrer;
  let topOrigin = [...(location.ancestorOrigins || [])].pop();
  try {
    parentURL = parent.location.href;
    topOrigin = /** @type {Window} */ (top).location.origin;
  } catch {
    // Another origin's page, which is none of ours.
  }
  return { parent: bare(parentURL), top_origin: topOrigin };
}

Object.assign(/** @type {HTMLScriptElement} */ (document.currentScript).signet, describe());

export {};
