/**
 * Infers submissions on pages whose controls look like nothing: a click on a control, with everything a lead needs filled
 * in, and then a request to a path that was not contacted before, or a navigation.
 */

const REQUEST_MS = 1_000;
const NAVIGATION_MS = 3_000;

/** @type {import("../core/parts.js").Gift} */
const { session, listen, undo, openGesture, reportGesture } = /** @type {HTMLScriptElement} */ (document.currentScript).signet;
/** @type {Set<string>} */
const paths = new Set();

function watchNavigation() {
  const { navigation } = window;
  // Where the browser does not tell why the page is left, any reason counts.
  if (!navigation) return listen(window, "pagehide", left);
  listen(navigation, "navigate", ({ destination, hashChange, downloadRequest }) => {
    if (!destination.sameDocument && !hashChange && downloadRequest === null) left();
  });
}

function left() {
  const gesture = openGesture();
  if (gesture && performance.now() - gesture.at < NAVIGATION_MS && !isFollowedLink(gesture)) reportGesture("inferred", gesture);
}

function watchRequests() {
  const observer = new PerformanceObserver(session.guard((list) => list.getEntries().forEach(requested)));
  observer.observe({ type: "resource", buffered: true });
  undo.push(() => observer.disconnect());
}

/** @param {any} entry a PerformanceResourceTiming */
function requested({ name, initiatorType, startTime }) {
  const { origin, pathname } = new URL(name);
  const path = origin + pathname;
  const isNew = !paths.has(path);
  paths.add(path);
  const gesture = openGesture();
  if (!gesture || !isNew || startTime < gesture.at || startTime > gesture.at + REQUEST_MS) return;
  if (/^(fetch|xmlhttprequest)$/.test(initiatorType) && !name.startsWith(session.config.api)) reportGesture("inferred", gesture);
}

/**
 * A link that leads elsewhere by itself is no submission.
 * @param {import("../core/submission.js").Gesture} gesture
 */
function isFollowedLink({ control, event }) {
  const link = control.closest("a[href]");
  return !!link && !event.defaultPrevented && !/^(#|javascript:)/i.test(link.getAttribute("href") || "");
}

session.guard(watchNavigation)();
session.guard(watchRequests)();

export {};
