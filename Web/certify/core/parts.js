import { isKnown, readText, useTags } from "./consent.js";
import { forget, isMirrored, mirrorId, placeOf } from "./mirror.js";
import { takeRecords } from "./mutations.js";
import { idOf, increment, tellChange } from "./recorder.js";
import { serialize } from "./serializer.js";
import { open, slice, written } from "./snapshot.js";
import { isUnclear, report, stateOf, submitOf } from "./submission.js";
import { all, listen, roots, undo } from "./tools.js";

/** @type {(() => void)[]} called after every change of the page */
export const ticks = [];
/** @type {(() => void)[]} called when a submission was seen and told: what may be sent only now */
export const atSubmission = [];
/** @type {Record<string, Promise<void>>} */
const loaded = {};

/** What a part is given: it has no other way into the core. */
export const gift = {
  session, listen, undo, all, idOf, increment, tellChange, isMirrored, mirrorId, ticks, atSubmission, stateOf, report, submitOf,
  isKnown, readText, useTags, open, slice, written, serialize, placeOf, forget, takeRecords,
  /** @type {any} completes a snapshot; set by the part that does */
  finish: null,
  /** @type {any} what a submission may still be inferred from; set by the part that infers */
  openGesture: null,
  /** @type {any} looks for a submission in that the page is left; likewise */
  leaving: null,
};

/** Loads what few pages need, when one does. */
export function loadNeeded() {
  if (session.parameters.tagged) load("tags");
  if (all("audio,video")[0]) load("media");
  if (all("canvas")[0]) load("canvas");
  if (hasBuiltSheets()) load("styles");
  if (isUnclear()) load("inference");
  // What the page had the browser fetch: images, posters, and what style sheets name.
  if (performance.getEntries().some((entry) => /^[civ]/.test(entry.initiatorType))) load("assets");
}

/** Scripts fill empty style elements, or adopt sheets that no element has. */
const hasBuiltSheets = () => all("style:empty")[0] || [...roots.all].some((root) => root.adoptedStyleSheets?.length);

/** @param {string} name */
const load = (name) => (loaded[name] ||= session.loadPart(name, gift).catch(() => {}));

/** Completes a snapshot that takes more than one slice. */
export const finishSnapshot = () => session.loadPart("slices", gift).then(() => gift.finish());

/** @typedef {typeof gift} Gift */
