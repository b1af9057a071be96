const FIRST_MS = 1_000;
const REST_MS = 2_000;
/** All keepalive requests of a page share 64 KiB; some is left for the page's own. */
const KEEPALIVE_BYTES = 60_000;
/** Well under the server's 1 MiB, in characters that may take three bytes each. */
const BATCH_CHARACTERS = 300_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

/** @type {Record<string, string>} what the server is told of a batch without reading it */
const FLAGS = { "signet.submit": "&submitted=1", "signet.ended": "&ended=1" };

/**
 * @typedef {object} Batch
 * @property {number} sequence
 * @property {string} text
 * @property {string | Uint8Array | null} body what goes out; once it has, it never changes
 * @property {string} flags
 * @property {number} attempts
 * @property {number} timer
 */

/** Gathers events into numbered batches and sees every one of them through. */
export class Transport {
  /** @type {RecordedEvent[]} not yet text: writing a large snapshot takes time, and has time */
  queue = [];
  /** @type {Set<Batch>} */
  batches = new Set();
  sequence = 0;
  total = 0;
  keepalive = 0;
  timer = 0;
  flushedAt = performance.now();
  open = false;
  closed = false;

  /**
   * @param {Session} session
   * @param {() => void} refused the server will never take more
   */
  constructor(session, refused) {
    this.session = session;
    this.refused = refused;
    const { id, token } = /** @type {Certificate} */ (session.certificate);
    // Kept here: the page may go on to another certificate while batches of this one wait.
    this.address = `${session.config.api}/v1/certificates/${id}/events/`;
    this.access = `token=${encodeURIComponent(token)}&nonce=${session.nonce}`;
  }

  /** @param {RecordedEvent} event */
  add(event) {
    if (this.closed) return;
    this.queue.push(event);
    if (!this.open) return;
    // Timers of a tab in the background run late: events themselves see to it then.
    if (performance.now() - this.flushedAt > 2 * REST_MS && this.timer) this.flush();
    else this.timer ||= setTimeout(this.session.guard(() => this.flush()), this.sequence ? REST_MS : FIRST_MS);
  }

  /** The snapshot is in the queue: batches may go. */
  begin() {
    if (this.open) return;
    this.open = true;
    this.timer ||= setTimeout(this.session.guard(() => this.flush()), FIRST_MS);
  }

  /** @param {"submitted" | "hidden" | "ended"} [occasion] none is an ordinary one, with time to deflate */
  flush(occasion) {
    clearTimeout(this.timer);
    this.timer = 0;
    if (this.closed || !this.open) return;
    this.flushedAt = performance.now();
    const limit = occasion ? KEEPALIVE_BYTES / 2 : BATCH_CHARACTERS;
    for (const { text, flag } of pack(this.queue.splice(0), limit)) {
      this.total += text.length;
      this.number(text, flag, !!occasion);
    }
    if (occasion) for (const batch of this.batches) this.hurry(batch);
  }

  /**
   * @param {string} text
   * @param {string} flags
   * @param {boolean} urgent
   */
  number(text, flags, urgent) {
    /** @type {Batch} */
    const batch = { sequence: this.sequence++, text, body: null, flags, attempts: 0, timer: 0 };
    this.batches.add(batch);
    if (!urgent) void this.deflateAndSend(batch).catch(() => this.send(batch));
  }

  /**
   * What was never sent, or waits for another attempt, goes at once.
   * @param {Batch} batch
   */
  hurry(batch) {
    if (batch.body && !batch.timer) return;
    clearTimeout(batch.timer);
    this.send(batch);
  }

  /** @param {Batch} batch */
  async deflateAndSend(batch) {
    if (typeof CompressionStream === "function") {
      const stream = new Blob([batch.text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
      const body = new Uint8Array(await new Response(stream).arrayBuffer());
      // The page may have been left meanwhile, and the batch sent as it was.
      batch.body ??= body;
    }
    if (!batch.attempts) this.send(batch);
  }

  /** @param {Batch} batch */
  send(batch) {
    if (this.closed) return;
    batch.timer = 0;
    batch.attempts++;
    batch.body ??= batch.text;
    const { size } = new Blob([batch.body]);
    const keepalive = this.keepalive + size <= KEEPALIVE_BYTES;
    if (keepalive) this.keepalive += size;
    const done = () => void (keepalive && (this.keepalive -= size));
    // Neither a string, which goes as text/plain, nor bytes without a type need a preflight.
    fetch(this.url(batch), { method: "POST", body: batch.body, keepalive, credentials: "omit" }).then(
      this.session.guard((response) => {
        done();
        this.answered(batch, response);
      }),
      this.session.guard(() => {
        done();
        this.retry(batch, 0);
      }),
    );
  }

  /** @param {Batch} batch */
  url({ sequence, body, flags }) {
    const sent = Math.round(performance.timeOrigin + performance.now());
    const encoding = typeof body === "string" ? "" : "&encoding=deflate-raw";
    return `${this.address}${sequence}?${this.access}&sent=${sent}${encoding}${flags}`;
  }

  /**
   * @param {Batch} batch
   * @param {Response} response
   */
  answered(batch, { ok, status, headers }) {
    if (ok) return void this.batches.delete(batch);
    if (status >= 500 || status === 429) return this.retry(batch, Number(headers.get("Retry-After")) * 1000 || 0);
    this.close();
    this.refused();
    if (status === 410) this.session.lapsed();
  }

  /**
   * @param {Batch} batch
   * @param {number} least
   */
  retry(batch, least) {
    if (this.closed) return;
    const backOff = Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (batch.attempts - 1));
    batch.timer = setTimeout(this.session.guard(() => this.send(batch)), Math.max(least, backOff));
  }

  close() {
    this.closed = true;
    this.queue = [];
    for (const { timer } of this.batches) clearTimeout(timer);
    clearTimeout(this.timer);
    this.batches.clear();
  }
}

/**
 * Splits before anything is numbered: a batch never changes afterwards.
 * @param {RecordedEvent[]} events
 * @param {number} limit in characters; an event longer than that has a batch to itself
 */
function pack(events, limit) {
  /** @type {{text: string, flag: string}[]} */
  const out = [];
  let length = Infinity;
  for (const event of events) {
    const text = JSON.stringify(event);
    const flag = FLAGS[event.data.tag] || "";
    const batch = length + text.length > limit ? null : out[out.length - 1];
    if (batch) {
      batch.text += `,${text}`;
      batch.flag += flag;
    } else out.push({ text: `[${text}`, flag });
    length = (batch ? length : 0) + text.length;
  }
  for (const batch of out) batch.text += "]";
  return out;
}
