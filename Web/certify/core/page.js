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
    framed: window !== top,
    parent: parentURL(),
    top_origin: topOrigin(),
    identifier: parameters.identifier,
    values: "submitted",
    tagged: parameters.tagged,
    inverted: parameters.inverted,
    time_origin: Math.round(performance.timeOrigin),
    screen: [screen.width, screen.height],
    time_zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    languages: [...navigator.languages],
    hints: await clientHints(),
  };
}

/** @returns {string | null} */
function parentURL() {
  if (window === top) return null;
  try {
    return bare(parent.location.href);
  } catch {
    return bare(document.referrer);
  }
}

/** @returns {string | null} */
function topOrigin() {
  if (window === top) return null;
  const { ancestorOrigins } = location;
  if (ancestorOrigins?.length) return ancestorOrigins[ancestorOrigins.length - 1];
  try {
    return /** @type {Window} */ (top).location.origin;
  } catch {
    return null;
  }
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
