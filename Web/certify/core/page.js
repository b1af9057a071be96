import { HINTS_MS } from "./limits.js";
import { scrub } from "./privacy.js";
import { wait } from "./tools.js";

const VERSION = "1.0.0";

export async function describePage() {
  const { parameters } = session;
  return {
    version: VERSION,
    title: scrub(document.title),
    ...(await frame()),
    identifier: parameters.identifier,
    values: "submitted",
    tagged: parameters.tagged,
    inverted: parameters.inverted,
    hints: await clientHints(),
  };
}

/** Who frames the page is told by a part. */
async function frame() {
  const about = { framed: window !== top };
  if (about.framed) await session.loadPart("frame", about).catch(() => {});
  return about;
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
