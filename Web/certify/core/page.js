import { bare, pageURL } from "./urls.js";

const VERSION = "1.0.0";
const HINTS_MS = 100;

export const viewport = () => ({ width: innerWidth, height: innerHeight });

/**
 * @param {Session} session
 */
export async function describePage({ parameters }) {
  return {
    version: VERSION,
    title: document.title,
    ...frame(),
    identifier: parameters.identifier,
    values: "submitted",
    tagged: parameters.tagged,
    inverted: parameters.inverted,
    hints: await clientHints(),
  };
}

/** Who frames the page, as far as the browser tells. */
function frame() {
  if (window === top) return { framed: false, parent: null, top_origin: null };
  const ancestors = location.ancestorOrigins;
  let above = document.referrer;
  let topOrigin = ancestors ? ancestors[ancestors.length - 1] : null;
  try {
    above = parent.location.href;
    topOrigin = /** @type {Window} */ (top).location.origin;
  } catch {
    // Another origin's page, which is none of ours.
  }
  return { framed: true, parent: bare(above), top_origin: topOrigin };
}

/** Asked of the browser, which may be slow: then the recording does without. */
async function clientHints() {
  const data = navigator.userAgentData;
  if (!data) return null;
  const late = new Promise((resolve) => setTimeout(resolve, HINTS_MS, {}));
  const high = await Promise.race([data.getHighEntropyValues(["platformVersion", "model"]).catch(() => ({})), late]);
  const { platformVersion = "", model = "" } = /** @type {Record<string, string>} */ (high);
  return { brands: data.brands, mobile: data.mobile, platform: data.platform, platform_version: platformVersion, model };
}
