import { MOVES_MS, MOVE_MS } from "./limits.js";
import { nearest } from "./mirror.js";
import { idOf, increment, later } from "./recorder.js";
import { INTERACTION, INTERACTIONS, POINTERS, POINTER_MOVE, TOUCH_MOVE } from "./rrweb.js";
import { moved } from "./signals.js";
import { listen, now, targetOf } from "./tools.js";

/** Moves, clicks, focus and touches. */
export function recordPointer() {
  for (const type in INTERACTIONS) listen(window, type, (event) => interaction(INTERACTIONS[type], event));
  listen(window, "mousemove", moved);
  recordMoves("mousemove", POINTER_MOVE);
  recordMoves("touchmove", TOUCH_MOVE);
}

/** @param {MouseEvent & TouchEvent} event */
const pointOf = (event) => event.changedTouches?.[0] || event;

/**
 * @param {number} type
 * @param {any} event
 */
function interaction(type, event) {
  const id = idOf(targetOf(event));
  if (!id) return;
  const { clientX: x, clientY: y } = pointOf(event);
  const pointerType = POINTERS[event.changedTouches ? "touch" : event.pointerType] || 0;
  increment(INTERACTION, { type, id, ...(x !== undefined && { x, y, pointerType }) });
}

/**
 * @param {string} type
 * @param {number} source
 */
function recordMoves(type, source) {
  /** @type {{x: number, y: number, id: number, timeOffset: number}[]} */
  let positions = [];
  let last = -Infinity;

  const write = later(MOVES_MS, () => {
    const at = now();
    increment(source, { positions: positions.map((each) => ({ ...each, timeOffset: Math.round(each.timeOffset - at) })) });
    positions = [];
  });

  listen(window, type, (event) => {
    const at = now();
    const id = at - last < MOVE_MS ? null : nearest(targetOf(event));
    if (!id) return;
    last = at;
    const { clientX, clientY } = pointOf(event);
    positions.push({ x: Math.round(clientX), y: Math.round(clientY), id, timeOffset: at });
    write();
  });
}
