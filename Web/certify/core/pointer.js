import { INTERACTION, INTERACTIONS, POINTERS, POINTER_MOVE, TOUCH_MOVE } from "./rrweb.js";

const SAMPLE_MS = 50;
const BATCH_MS = 500;

/**
 * Moves, clicks, focus and touches.
 * @param {import("./recorder.js").Recorder} recorder
 */
export function recordPointer(recorder) {
  for (const type in INTERACTIONS) {
    recorder.listen(window, type, (event) => interaction(recorder, INTERACTIONS[type], event));
  }
  recordMoves(recorder, "mousemove", POINTER_MOVE);
  recordMoves(recorder, "touchmove", TOUCH_MOVE);
}

/** @param {Event} event */
const targetOf = (event) => event.composedPath()[0];

/** @param {MouseEvent & TouchEvent} event */
const pointOf = (event) => event.changedTouches?.[0] || event;

/**
 * @param {import("./recorder.js").Recorder} recorder
 * @param {number} type
 * @param {any} event
 */
function interaction(recorder, type, event) {
  const id = recorder.idOf(targetOf(event));
  if (!id) return;
  const { clientX, clientY } = pointOf(event);
  const data = { type, id };
  if (clientX === undefined) return recorder.increment(INTERACTION, data);
  const pointerType = event.changedTouches ? POINTERS.touch : POINTERS[event.pointerType] ?? 0;
  recorder.increment(INTERACTION, { ...data, x: clientX, y: clientY, pointerType });
}

/**
 * @param {import("./recorder.js").Recorder} recorder
 * @param {string} type
 * @param {number} source
 */
function recordMoves(recorder, type, source) {
  /** @type {{x: number, y: number, id: number, timeOffset: number}[]} */
  let positions = [];
  let last = -Infinity;
  let timer = 0;

  const flush = recorder.guard(() => {
    const now = performance.now();
    timer = 0;
    recorder.increment(source, { positions: positions.map((each) => ({ ...each, timeOffset: Math.round(each.timeOffset - now) })) });
    positions = [];
  });

  recorder.listen(window, type, (event) => {
    const now = performance.now();
    if (source === POINTER_MOVE) recorder.signals.moved(event);
    if (now - last < SAMPLE_MS) return;
    const id = recorder.mirror.nearest(targetOf(event));
    if (!id) return;
    last = now;
    const { clientX, clientY } = pointOf(event);
    positions.push({ x: Math.round(clientX), y: Math.round(clientY), id, timeOffset: now });
    timer ||= setTimeout(flush, BATCH_MS);
  });
  recorder.undo.push(() => clearTimeout(timer));
}
