import { wait } from "./tools.js";
import { bare } from "./urls.js";

const VERSION = "1.0.0";
const HINTS_MS = 100;

export async function describePage() {
  const { parameters } = session;
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
  if (window === top) return { framed: false };
  let parentURL = document.referrer;
  let topOrigin = [...(location.ancestorOrigins || [])].pop();
  try {
    parentURL = parent.location.href;
    topOrigin = /** @type {Window} */ (top).location.origin;
  } catch {
    // Another origin's page, which is none of ours.
  }
  return { framed: true, parent: bare(parentURL), top_origin: topOrigin };
}

/** Asked of the browser, which may be slow: then the recording does without. */
async function clientHints() {
  const data = navigator.userAgentData;
  if (!data) return null;
  const low = data.toJSON();
  const late = new Promise((resolve) => wait(HINTS_MS, /** @type {() => void} */ (resolve)));
  const high = data.getHighEntropyValues(["platformVersion", "model"]).catch(() => {});
  const { platformVersion, model } = (await Promise.race([high, late])) || {};
  return { ...low, platform_version: platformVersion, model };
}
