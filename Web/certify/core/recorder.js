import { Inputs } from "./inputs.js";
import { Mirror } from "./mirror.js";
import { Mutations } from "./mutations.js";
import { describePage, viewport } from "./page.js";
import { Parts } from "./parts.js";
import { recordPointer } from "./pointer.js";
import { isField, Privacy } from "./privacy.js";
import { CUSTOM, FULL_SNAPSHOT, INCREMENTAL, META } from "./rrweb.js";
import { Serializer } from "./serializer.js";
import { Signals } from "./signals.js";
import { Snapshot } from "./snapshot.js";
import { Submission } from "./submission.js";
import { Transport } from "./transport.js";
import { pageURL } from "./urls.js";
import { recordViewport } from "./viewport.js";

const LOOK_MS = 1_000;
const MAXIMUM_BYTES = 20 << 20;

/** Records one certificate: ties what watches the page to what sends it. */
export class Recorder {
  /** @type {(() => void)[]} */
  undo = [];
  ended = false;
  truncated = false;
  ready = false;
  /** @type {import("../parts/consent/consent.js").Consent | null} set by the part, on pages that need it */
  consent = null;
  /** @type {Record<string, string>} what was last told, by tag */
  told = {};
  lookSoon = this.later(LOOK_MS, () => this.look());

  /** @param {Session} session */
  constructor(session) {
    this.session = session;
    this.guard = session.guard;
    this.mirror = new Mirror();
    this.privacy = new Privacy(session.parameters.inverted);
    this.serializer = new Serializer(this.mirror, this.privacy);
    this.transport = new Transport(session, () => this.stop());
    this.signals = new Signals(this);
    this.inputs = new Inputs(this);
    this.mutations = new Mutations(this);
    this.parts = new Parts(this);
    this.submission = new Submission(this);
    void this.start().catch(() => this.truncate("error"));
  }

  async start() {
    this.watch();
    this.emit(CUSTOM, { tag: "signet.page", payload: await describePage(this.session) });
    const node = await new Snapshot(this.serializer).take((snapshot) => this.parts.finish(snapshot));
    if (this.ended) return;
    this.emit(META, { href: pageURL(), ...viewport() });
    this.emit(FULL_SNAPSHOT, { node, initialOffset: { top: scrollY, left: scrollX } });
    this.mutations.begin();
    this.ready = true;
    this.transport.begin();
    // A task of its own, after the snapshot's.
    setTimeout(this.guard(() => {
      this.inputs.begin();
      this.look();
      this.signals.report();
    }));
  }

  watch() {
    const { roots } = this.session;
    const join = this.guard((/** @type {Root} */ root) => {
      this.mutations.observe(root);
      this.submission.watchRoot(root);
      if (this.ready && root instanceof ShadowRoot) this.mutations.addRoot(root);
    });
    roots.handOver();
    roots.all.forEach(join);
    roots.onAdd(join);
    this.inputs.watch();
    this.submission.watch();
    recordPointer(this);
    recordViewport(this);
    this.listen(window, "pagehide", () => this.leave());
    this.listen(document, "visibilitychange", () => document.hidden && this.pause());
  }

  /**
   * @param {EventTarget} target
   * @param {string} type
   * @param {(event: any) => void} action
   */
  listen(target, type, action) {
    const listener = this.guard(action);
    const options = { capture: true, passive: true };
    target.addEventListener(type, listener, options);
    this.undo.push(() => target.removeEventListener(type, listener, options));
  }

  /**
   * Waits after the first of many calls, so that all of them count but the action runs once.
   * @param {number} wait
   * @param {() => void} action
   */
  later(wait, action) {
    let timer = 0;
    const run = () => {
      timer = 0;
      if (!this.ended) this.session.guard(action)();
    };
    return () => void (timer ||= setTimeout(run, wait));
  }

  /**
   * @param {number} type
   * @param {object} data
   */
  emit(type, data) {
    if (this.ended) return;
    const timestamp = Math.round(performance.timeOrigin + performance.now());
    this.transport.add({ type, data, timestamp });
    if (this.transport.total > MAXIMUM_BYTES) this.truncate("size");
  }

  /**
   * An event about nodes: what changed them comes before it.
   * @param {number} source @param {object} data
   */
  increment(source, data) {
    if (!this.ready) return;
    if (source) this.mutations.flush();
    this.emit(INCREMENTAL, { source, ...data });
  }

  /**
   * @param {string} tag
   * @param {object} payload
   */
  tell(tag, payload) {
    if (this.ready) this.mutations.flush();
    this.emit(CUSTOM, { tag, payload });
  }

  /** @param {EventTarget | null | undefined} target */
  idOf(target) {
    if (this.ready) this.mutations.flush();
    return this.mirror.nearest(target);
  }

  /** @param {Node} node */
  nodeAdded(node) {
    const { shadowRoot } = /** @type {Element} */ (node);
    if (shadowRoot) this.session.roots.add(shadowRoot);
  }

  /** @param {boolean} structure whether nodes came or went */
  pageChanged(structure) {
    if (structure) this.session.fillSoon();
    this.parts.tick();
    this.lookSoon();
  }

  /** At what takes a look at the whole page. */
  look() {
    if (!this.ready || this.ended) return;
    const content = this.all("[data-tf-sensitive=true]").filter((element) => !isField(element)).length;
    let form = 0;
    this.inputs.eachField((field) => void (this.privacy.isSensitive(field) && form++));
    this.tellChange("signet.sensitive", { form, content });
    this.consent?.report();
    this.parts.look();
  }

  /**
   * @param {string} selector
   * @returns {Element[]}
   */
  all(selector) {
    return [...this.session.roots.all].flatMap((root) => [...root.querySelectorAll(selector)]);
  }

  /**
   * Tells what was not told before.
   * @param {string} tag
   * @param {object} payload
   */
  tellChange(tag, payload) {
    const text = JSON.stringify(payload);
    if (this.told[tag] === text) return;
    this.told[tag] = text;
    this.tell(tag, payload);
  }

  /**
   * The page is recorded no further; what matters most, a submission, still is.
   * @param {"mutations" | "size" | "error"} reason
   */
  truncate(reason) {
    if (this.truncated) return;
    this.truncated = true;
    this.mutations.stop();
    this.emit(CUSTOM, { tag: "signet.truncated", payload: { reason } });
    this.transport.begin();
  }

  pause() {
    this.inputs.leave();
    this.transport.flush("hidden");
  }

  /** The page may come back from the back-forward cache, and then goes on. */
  leave() {
    this.submission.pageLeft();
    this.inputs.leave();
    this.signals.report();
    this.tell("signet.ended", { reason: "pagehide" });
    this.transport.flush("ended");
  }

  /** @param {"stop" | "next"} reason */
  end(reason) {
    if (this.ended) return;
    this.inputs.leave();
    this.signals.report();
    this.tell("signet.ended", { reason });
    this.transport.begin();
    this.transport.flush("ended");
    this.stop();
  }

  stop() {
    this.ended = true;
    this.mutations.stop();
    for (const undo of this.undo.splice(0)) undo();
  }
}
