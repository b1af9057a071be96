import { BATCH_CHARACTERS, BATCH_MS, FIRST_BATCH_MS, FIRST_RETRY_MS, KEEPALIVE_BYTES, LAST_RETRY_MS } from "./limits.js";
import { stop } from "./recorder.js";
import { clock, now, wait } from "./tools.js";

/** @type {Record<string, string>} what the server is told of a batch without reading it */
const FLAGS = { "signet.submit": "&submitted=1", "signet.ended": "&ended=1" };

/*
 * Gathers events into numbered batches and sees every one of them through.
 */

/**
 * @typedef {object} Batch
 * @property {number} sequence
 * @property {string} text
 * @property {Uint8Array | string} [body] what goes out; once it has, it never changes
 * @property {string} flags
 * @property {number} attempts
 * @property {number} [timer]
 */

// Kept here: the page may go on to another certificate while batches of this one wait.
const { id, token } = /** @type {Certificate} */ (session.certificate);
const address = `${session.config.api}/v1/certificates/${id}/events/`;
const access = `?token=${encodeURIComponent(token)}&nonce=${session.nonce}&sent=`;

/** @type {RecordedEvent[]} not yet text: writing a large snapshot takes time, and has time */
let queue = [];
/** @type {Set<Batch>} those the server has not answered for good */
const batches = new Set();
let sequence = 0;
/** How many characters were sent. */
export let total = 0;
let keepaliveBytes = 0;
let timer = 0;
let flushedAt = now();
let open = false;

/** @param {RecordedEvent} event */
export function queueEvent(event) {
  queue.push(event);
  // Timers of a tab in the background run late: events themselves see to it then.
  if (timer && now() - flushedAt > 2 * BATCH_MS) flushEvents();
  else if (open) schedule();
}

function schedule() {
  timer ||= wait(sequence ? BATCH_MS : FIRST_BATCH_MS, () => flushEvents());
}

/** The snapshot is in the queue: batches may go. */
export function openTransport() {
  open = true;
  schedule();
}

/** @param {boolean} [atOnce] the page may be gone soon: there is no time to deflate */
export function flushEvents(atOnce) {
  clearTimeout(timer);
  timer = 0;
  if (!open) return;
  flushedAt = now();
  for (const batch of pack(queue.splice(0), atOnce ? KEEPALIVE_BYTES / 2 : BATCH_CHARACTERS)) {
    total += batch.text.length;
    batches.add(batch);
    if (!atOnce) void deflateAndSend(batch).catch(() => send(batch));
  }
  // What was never sent, or waits for another attempt, goes at once.
  if (atOnce) for (const batch of batches) if (!batch.body || batch.timer) send(batch);
}

/**
 * Fails where the browser cannot deflate.
 * @param {Batch} batch
 */
async function deflateAndSend(batch) {
  const deflate = new CompressionStream("deflate-raw");
  const stream = new Blob([batch.text]).stream().pipeThrough(deflate);
  const body = new Uint8Array(await new Response(stream).arrayBuffer());
  // The page may have been left meanwhile, and the batch sent as it was.
  if (batch.body) return;
  batch.body = body;
  batch.flags += "&encoding=deflate-raw";
  send(batch);
}

/** @param {Batch} batch */
function send(batch) {
  if (!batches.has(batch)) return;
  clearTimeout(batch.timer);
  batch.timer = 0;
  batch.attempts++;
  // Too long for keepalive, the browser may as well make bytes of it elsewhere.
  const body = (batch.body ??= batch.text.length > KEEPALIVE_BYTES ? batch.text : new TextEncoder().encode(batch.text));
  const keepalive = keepaliveBytes + body.length <= KEEPALIVE_BYTES;
  const counted = keepalive ? body.length : 0;
  keepaliveBytes += counted;
  const url = address + batch.sequence + access + clock() + batch.flags;
  // Bytes without a type need no preflight.
  fetch(url, { method: "POST", body, keepalive, credentials: "omit", referrerPolicy: "strict-origin" }).catch(() => null).then((response) => {
    keepaliveBytes -= counted;
    answered(batch, response);
  }).catch(() => {});
}

/**
 * @param {Batch} batch
 * @param {Response | null} response
 */
function answered(batch, response) {
  const status = response?.status || 503;
  if (response?.ok) batches.delete(batch);
  else if (status >= 500 || status === 429) {
    const least = Number(response?.headers.get("Retry-After")) * 1000 || 0;
    const backOff = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (batch.attempts - 1));
    batch.timer = wait(Math.max(least, backOff), () => send(batch));
  } else {
    queue = [];
    batches.clear();
    stop();
    if (status === 410) session.lapsed();
  }
}

/**
 * Splits before anything is numbered: a batch never changes afterwards.
 * @param {RecordedEvent[]} events
 * @param {number} limit in characters; an event longer than that has a batch to itself
 */
function pack(events, limit) {
  /** @type {Batch[]} */
  const out = [];
  let length = Infinity;
  for (const event of events) {
    const text = JSON.stringify(event);
    length += text.length;
    if (length > limit) {
      out.push({ sequence: sequence++, text: "", flags: "", attempts: 0 });
      length = text.length;
    }
    const batch = /** @type {Batch} */ (out.at(-1));
    batch.text += `${batch.text ? "," : "["}${text}`;
    batch.flags += FLAGS[event.data.tag] || "";
  }
  for (const batch of out) batch.text += "]";
  return out;
}
