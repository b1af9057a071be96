/** Loads what few pages need, when one does. */
export class Parts {
  /** @param {import("./recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.recorder = recorder;
    /** @type {Set<string>} */
    this.loaded = new Set();
    /** @type {(() => void)[]} */
    this.ticks = [];
  }

  look() {
    for (const tick of this.ticks) tick();
    if (document.querySelector("audio,video")) this.load(MEDIA_PART);
    if (this.hasBuiltSheets()) this.load(STYLES_PART);
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

  /** @param {string} name */
  load(name) {
    if (this.loaded.has(name)) return;
    this.loaded.add(name);
    const { recorder } = this;
    const { session } = recorder;
    const url = session.core.slice(0, session.core.lastIndexOf("/") + 1) + name;
    session.loadScript(url, recorder).catch(() => {});
  }
}
