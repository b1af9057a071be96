// Where the replay stands, and how it moves: playing, seeking, skipping what nothing happened in.

import { EventType, Source } from "./events.js";

/** @typedef {import("./events.js").Recording} Recording */
/** @typedef {import("./events.js").RecordedEvent} RecordedEvent */
/** @typedef {{ at: number, event?: RecordedEvent, pointer?: { x: number, y: number, isTouch: boolean } }} Step */
/** @typedef {import("./stage.js").Stage} Stage */

/** A pause longer than this is skipped, down to what is left before the next thing happens. */
const longPause = 1500;
const leftOfPause = 400;

const consumerSources = new Set([1, 2, 3, 5, 6, 12]);

export class Playback {
  /**
   * @param {Recording} recording
   * @param {Stage} stage
   * @param {() => void} onChange called whenever time or state changed
   */
  constructor(recording, stage, onChange) {
    this.stage = stage;
    this.onChange = onChange;
    this.steps = stepsOf(recording);
    this.duration = Math.max(recording.duration || 0, this.steps[this.steps.length - 1]?.at ?? 0);
    this.snapshots = indices(this.steps, (step) => step.event?.type === EventType.fullSnapshot);
    this.time = 0;
    this.speed = 1;
    this.skipsPauses = false;
    this.isPlaying = false;
    /** The last step that was taken. */
    this.position = -1;
    this.lastFrame = 0;
  }

  get isEmpty() {
    return this.snapshots.length === 0;
  }

  play() {
    if (this.isPlaying || this.isEmpty) return;
    if (this.time >= this.duration) this.seek(0);
    this.isPlaying = true;
    this.lastFrame = performance.now();
    requestAnimationFrame(this.tick);
    this.onChange();
  }

  pause() {
    this.isPlaying = false;
    this.onChange();
  }

  /** @param {number} time */
  seek(time) {
    this.time = Math.min(Math.max(0, time), this.duration);
    const target = Math.max(lastIndex(this.steps, this.time), this.snapshots[0] ?? -1);
    const snapshot = lastOf(this.snapshots, target);
    if (target < this.position || snapshot > this.position) this.restartFrom(snapshot);
    this.advance(target, true);
    this.onChange();
  }

  /** @param {number} snapshot its step's index */
  restartFrom(snapshot) {
    this.stage.hidePointer();
    // The snapshot says nothing of the window's size; the last event that did, does.
    for (let index = snapshot - 1; index >= 0; index -= 1) {
      const event = this.steps[index]?.event;
      const isSize = event?.type === EventType.meta || event?.data?.source === Source.viewportResize;
      if (!event || !isSize) continue;
      this.stage.apply(event, true);
      break;
    }
    this.position = snapshot - 1;
  }

  /**
   * @param {number} target the index of the last step to take
   * @param {boolean} isSeeking
   */
  advance(target, isSeeking) {
    let pointer = null;
    while (this.position < target) {
      this.position += 1;
      const step = this.steps[this.position];
      if (step?.pointer) pointer = step.pointer;
      if (!step?.event) continue;
      try {
        this.stage.apply(step.event, isSeeking);
      } catch (error) {
        // One event that makes no sense must not end the replay of the others.
        console.warn("An event of the recording could not be shown.", error);
      }
      // The stage has moved the pointer there itself.
      if (step.event.data?.source === Source.mouseInteraction && Number.isFinite(step.event.data.x)) pointer = null;
    }
    if (pointer) this.stage.point(pointer.x, pointer.y, pointer.isTouch);
  }

  tick = (/** @type {number} */ now) => {
    if (!this.isPlaying) return;
    this.time += Math.max(0, now - this.lastFrame) * this.speed;
    this.lastFrame = now;
    if (this.skipsPauses) this.skipPause();
    this.time = Math.min(this.time, this.duration);
    this.advance(lastIndex(this.steps, this.time), false);
    if (this.time >= this.duration) this.isPlaying = false;
    else requestAnimationFrame(this.tick);
    this.onChange();
  };

  skipPause() {
    let next = this.duration;
    for (let index = this.position + 1; index < this.steps.length; index += 1) {
      const step = this.steps[index];
      if (!step || !isByConsumer(step)) continue;
      next = step.at;
      break;
    }
    if (next - this.time > longPause) this.time = next - leftOfPause;
  }
}

/** @param {Step} step */
function isByConsumer(step) {
  return step.pointer !== undefined || consumerSources.has(step.event?.data?.source);
}

/**
 * The recording as single steps in the order they happened; an event of many pointer positions is as many steps.
 *
 * @param {Recording} recording
 * @returns {Step[]}
 */
function stepsOf(recording) {
  const start = recording.start ?? recording.events[0]?.timestamp ?? 0;
  /** @type {Step[]} */
  const steps = [];
  for (const event of recording.events) {
    const at = event.timestamp - start;
    const source = event.type === EventType.incremental ? event.data?.source : undefined;
    if (source === Source.mouseMove || source === Source.touchMove || source === Source.drag) {
      for (const { x, y, timeOffset } of event.data.positions ?? []) {
        steps.push({ at: Math.max(0, at + (timeOffset ?? 0)), pointer: { x, y, isTouch: source === Source.touchMove } });
      }
    } else {
      steps.push({ at: Math.max(0, at), event });
    }
  }
  return steps.sort((left, right) => left.at - right.at);
}

/**
 * @param {Step[]} steps in order
 * @param {number} time
 * @returns {number} of the last step not after the time, -1 for none
 */
function lastIndex(steps, time) {
  let [low, high] = [0, steps.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((steps[middle]?.at ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

/**
 * @param {number[]} sorted
 * @param {number} limit
 * @returns {number} the largest not above the limit, else the first
 */
function lastOf(sorted, limit) {
  let found = sorted[0] ?? -1;
  for (const value of sorted) if (value <= limit) found = value;
  return found;
}

/**
 * @template T
 * @param {T[]} list
 * @param {(item: T) => boolean} test
 */
function indices(list, test) {
  return list.flatMap((item, index) => (test(item) ? [index] : []));
}
