/** Words without which nobody agrees to be contacted; the part looks closer. */
const CONTACT = /call|text|sms|phone|contact|messag|reach|ring|dial|whatsapp|llam|mensaj|comuni/i;

/** Loads what few pages need, when one does. */
export class Parts {
  /** @type {Set<string>} */
  loaded = new Set();
  /** @type {(() => void)[]} */
  ticks = [];

  /** @param {import("./recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.recorder = recorder;
  }

  tick() {
    for (const tick of this.ticks) tick();
  }

  look() {
    if (document.querySelector("audio,video")) this.load(MEDIA_PART);
    if (this.hasBuiltSheets()) this.load(STYLES_PART);
    if (this.recorder.submission.isUnclear()) this.load(INFERENCE_PART);
    if (!this.recorder.consent && this.hasConsent()) this.load(CONSENT_PART);
  }

  hasConsent() {
    const { session } = this.recorder;
    return session.parameters.tagged || [...session.roots.all].some((root) => CONTACT.test((/** @type {Document} */ (root).body || root).textContent || ""));
  }

  hasBuiltSheets() {
    for (const root of this.recorder.session.roots.all) {
      if (root.adoptedStyleSheets?.length) return true;
      for (const { ownerNode, cssRules } of root.styleSheets) {
        if (ownerNode instanceof HTMLStyleElement && cssRules.length && !ownerNode.firstChild) return true;
      }
    }
    return false;
  }

  /**
   * Completes a snapshot that takes more than one slice.
   * @param {import("./snapshot.js").Snapshot} snapshot
   */
  async finish(snapshot) {
    /** @type {any} the part adds how to finish it */
    const job = { snapshot, takeRecords: () => this.recorder.mutations.takeRecords() };
    await this.recorder.session.loadPart(SLICES_PART, job);
    await job.finish();
  }

  /** @param {string} name */
  load(name) {
    if (this.loaded.has(name)) return;
    this.loaded.add(name);
    this.recorder.session.loadPart(name, this.recorder).catch(() => {});
  }
}
