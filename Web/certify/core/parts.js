import { isKnown, readText, useTags } from "./consent.js";
import { forget, isMirrored, mirrorId, placeOf } from "./mirror.js";
import { takeRecords } from "./mutations.js";
import { idOf, increment, tellChange } from "./recorder.js";
import { serialize } from "./serializer.js";
import { built, open, slice } from "./snapshot.js";
import { isUnclear, openGesture, reportGesture } from "./submission.js";
import { all, guard, listen, roots, undo } from "./tools.js";

/** @type {(() => void)[]} called after every change of the page */
export const ticks = [];
/** @type {Record<string, Promise<void>>} */
const loaded = {};

/** What a part is given: it has no other way into the core. */
const gift = {
  session, guard, listen, undo, all, idOf, increment, tellChange, isMirrored, mirrorId, ticks, openGesture, reportGesture,
  isKnown, readText, useTags, built, open, slice, serialize, placeOf, forget, takeRecords,
  /** Completes a snapshot; set by the part that does. */
  async finish() {},
};

/** Loads what few pages need, when one does. */
export function loadNeeded() {
  if (session.parameters.tagged) load(TAGS_PART);
  if (document.querySelector("audio,video")) load(MEDIA_PART);
  if (hasBuiltSheets()) load(STYLES_PART);
  if (isUnclear()) load(INFERENCE_PART);
  // What the page had the browser fetch: images, posters, and what style sheets name.
  if (performance.getEntries().some((entry) => /^[civ]/.test(entry.initiatorType))) load(ASSETS_PART);
}

/** Scripts fill empty style elements, or adopt sheets that no element has. */
const hasBuiltSheets = () => all("style:empty").length || [...roots.all].some((root) => root.adoptedStyleSheets?.length);

/** @param {string} name */
const load = (name) => (loaded[name] ||= session.loadPart(name, gift).catch(() => {}));

/** Completes a snapshot that takes more than one slice. */
export async function finishSnapshot() {
  await session.loadPart(SLICES_PART, gift);
  await gift.finish();
}

/** @typedef {typeof gift} Gift */
