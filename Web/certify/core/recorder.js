import { reportConsent } from "./consent.js";
import { leaveFields, learn, pageFields, recall, watchInputs } from "./inputs.js";
import { LOOK_MS, MAXIMUM_BYTES } from "./limits.js";
import { nearest } from "./mirror.js";
import { addRoot, beginMutations, flushMutations, observe, stopMutations } from "./mutations.js";
import { describePage } from "./page.js";
import { finishSnapshot, gift, loadNeeded, ticks } from "./parts.js";
import { recordPointer } from "./pointer.js";
import { isSensitive } from "./privacy.js";
import { CUSTOM, FULL_SNAPSHOT, INCREMENTAL, META } from "./rrweb.js";
import { reportSignals } from "./signals.js";
import { takeSnapshot } from "./snapshot.js";
import { watchForms, watchSubmissions } from "./submission.js";
import { all, clock, guard, listen, roots, undo, wait } from "./tools.js";
import { flushEvents, openTransport, queueEvent, total } from "./transport.js";
import { PAGE } from "./urls.js";
import { recordViewport, viewport } from "./viewport.js";

/*
 * Records one certificate: ties what watches the page to what sends it.
 */

/** Whether the snapshot stands. */
export let ready = false;
export let ended = false;
let truncated = false;
/** @type {Record<string, string>} what was last told, by tag */
const told = {};
const lookSoon = later(LOOK_MS, look);

export const begin = () => void start().catch(() => truncate("error"));

async function start() {
  watch();
  recall();
  emitCustom("page", await describePage());
  const node = await takeSnapshot(finishSnapshot);
  if (ended) return;
  emit(META, { href: PAGE, ...viewport() });
  emit(FULL_SNAPSHOT, { node, initialOffset: { top: scrollY, left: scrollX } });
  beginMutations();
  ready = true;
  openTransport();
  // A task of its own, after the snapshot's.
  wait(0, () => {
    learn(true);
    look();
    reportSignals();
  });
}

function watch() {
  const join = guard((/** @type {Root} */ root) => {
    observe(root);
    watchForms(root);
    if (ready && root instanceof ShadowRoot) addRoot(root);
  });
  roots.handOver();
  roots.all.forEach(join);
  roots.onAdd(join);
  watchInputs();
  watchSubmissions();
  recordPointer();
  recordViewport();
  listen(window, "pagehide", leave);
  listen(document, "visibilitychange", () => {
    if (!document.hidden) return;
    leaveFields();
    flushEvents(true);
  });
}

/**
 * Waits after the first of many calls, so that all of them count but the action runs once.
 * @param {number} ms
 * @param {() => void} action
 */
export function later(ms, action) {
  let timer = 0;
  const run = () => {
    timer = 0;
    if (!ended) action();
  };
  return () => void (timer ||= wait(ms, run));
}

/**
 * @param {number} type
 * @param {object} data
 */
function emit(type, data) {
  if (ended) return;
  queueEvent({ type, data, timestamp: clock() });
  if (total > MAXIMUM_BYTES) truncate("size");
}

/**
 * What rrweb has no word for.
 * @param {string} tag after `signet.`
 * @param {object} payload
 */
const emitCustom = (tag, payload) => emit(CUSTOM, { tag: `signet.${tag}`, payload });

/**
 * An event about nodes: what changed them comes before it.
 * @param {number} source @param {object} data
 */
export function increment(source, data) {
  if (!ready) return;
  if (source) flushMutations();
  emit(INCREMENTAL, { source, ...data });
}

/**
 * @param {string} tag
 * @param {object} payload
 */
export function tell(tag, payload) {
  flushMutations();
  emitCustom(tag, payload);
}

/**
 * Tells what was not told before.
 * @param {string} tag
 * @param {object} payload
 */
export function tellChange(tag, payload) {
  const text = JSON.stringify(payload);
  if (told[tag] === text) return;
  told[tag] = text;
  tell(tag, payload);
}

/** @param {EventTarget | null | undefined} target */
export function idOf(target) {
  flushMutations();
  return nearest(target);
}

/** @param {boolean} structure whether nodes came or went */
export function pageChanged(structure) {
  if (structure) session.fillSoon();
  for (const tick of ticks) tick();
  lookSoon();
}

/** At what takes a look at the whole page. */
export function look() {
  if (!ready || ended) return;
  const content = all("[data-tf-sensitive=true]:not(input,textarea,select)").length;
  tellChange("sensitive", { form: pageFields().filter(isSensitive).length, content });
  reportConsent();
  loadNeeded();
}

/**
 * The page is recorded no further; what matters most, a submission, still is.
 * @param {"mutations" | "size" | "error"} reason
 */
export function truncate(reason) {
  if (truncated) return;
  truncated = true;
  stopMutations();
  emitCustom("truncated", { reason });
  openTransport();
}

/** The page may come back from the back-forward cache, and then goes on. */
function leave() {
  gift.leaving?.();
  conclude("pagehide");
}

/** @param {string} reason */
function conclude(reason) {
  leaveFields();
  reportSignals();
  tell("ended", { reason });
  flushEvents(true);
}

/** @param {"stop" | "next"} reason */
export function end(reason) {
  if (ended) return;
  openTransport();
  conclude(reason);
  stop();
}

export function stop() {
  ended = true;
  stopMutations();
  for (const undone of undo.splice(0)) undone();
}
