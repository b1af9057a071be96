const REQUEST_MS = 1_000;
const NAVIGATION_MS = 3_000;

/**
 * Infers submissions on pages whose controls look like nothing: a click on a control, with everything a lead needs filled
 * in, and then a request to a path that was not contacted before, or a navigation.
 */
class Inference {
  /** @type {Set<string>} */
  paths = new Set();

  /** @param {import("../core/recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.recorder = recorder;
    this.submission = recorder.submission;
    this.watchNavigation();
    this.watchRequests();
  }

  watchNavigation() {
    const { navigation } = window;
    // Where the browser does not tell why the page is left, any reason counts.
    if (!navigation) return this.recorder.listen(window, "pagehide", () => this.left());
    this.recorder.listen(navigation, "navigate", ({ destination, hashChange, downloadRequest }) => {
      if (!destination.sameDocument && !hashChange && downloadRequest === null) this.left();
    });
  }

  left() {
    const { gesture } = this.submission;
    if (gesture && performance.now() - gesture.at < NAVIGATION_MS && !isFollowedLink(gesture)) this.infer(gesture);
  }

  watchRequests() {
    const observer = new PerformanceObserver(this.recorder.guard((list) => {
      for (const entry of list.getEntries()) this.requested(/** @type {PerformanceResourceTiming} */ (entry));
    }));
    observer.observe({ type: "resource", buffered: true });
    this.recorder.undo.push(() => observer.disconnect());
  }

  /** @param {PerformanceResourceTiming} entry */
  requested({ name, initiatorType, startTime }) {
    const { origin, pathname } = new URL(name);
    const path = origin + pathname;
    const isNew = !this.paths.has(path);
    this.paths.add(path);
    const { gesture } = this.submission;
    if (!gesture || !isNew || startTime < gesture.at || startTime > gesture.at + REQUEST_MS) return;
    if (/^(fetch|xmlhttprequest)$/.test(initiatorType) && !name.startsWith(this.recorder.session.config.api)) this.infer(gesture);
  }

  /** @param {import("../core/submission.js").Gesture} gesture */
  infer(gesture) {
    if (gesture.ready && gesture.at > this.submission.reportedAt) this.submission.reportGesture("inferred", gesture);
  }
}

/**
 * A link that leads elsewhere by itself is no submission.
 * @param {import("../core/submission.js").Gesture} gesture
 */
function isFollowedLink({ control, event }) {
  const link = control.closest("a[href]");
  return !!link && !event.defaultPrevented && !/^(#|javascript:)/i.test(link.getAttribute("href") || "");
}

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
/** @type {import("../core/recorder.js").Recorder} */
const recorder = script.signet;
recorder.guard(() => new Inference(recorder))();

export {};
