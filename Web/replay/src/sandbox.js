// The frame that a recording is rebuilt in, and the proof that nothing in it can run.

/** The frame is not what a recording may be rebuilt in. */
export class UnsafeFrameError extends Error {
  /** @param {string} why */
  constructor(why) {
    super(`A recording is only rebuilt in a sandboxed frame: ${why}.`);
    this.name = "UnsafeFrameError";
  }
}

/**
 * Puts an empty sandboxed frame into the parent and waits until it is there.
 *
 * @param {Element} parent
 * @param {string} path of the empty document
 * @returns {Promise<HTMLIFrameElement>}
 */
export function openFrame(parent, path) {
  return new Promise((resolve, reject) => {
    const frame = document.createElement("iframe");
    // Sandboxed before it is inserted: a frame's sandbox is fixed when its document is made.
    frame.setAttribute("sandbox", "allow-same-origin");
    frame.title = "The page as the consumer saw it";
    frame.tabIndex = -1;
    frame.setAttribute("inert", "");
    frame.src = path;
    frame.addEventListener("load", () => resolve(frame), { once: true });
    frame.addEventListener("error", () => reject(new Error("The replay frame could not be loaded.")), { once: true });
    parent.append(frame);
  });
}

/**
 * The frame's document, once it is certain that it runs no scripts. Throws `UnsafeFrameError` otherwise.
 *
 * @param {HTMLIFrameElement} frame
 * @returns {{ document: Document, window: Window }}
 */
export function sandboxedDocument(frame) {
  if (!frame.hasAttribute("sandbox")) throw new UnsafeFrameError("it has no sandbox");
  const tokens = Array.from(frame.sandbox);
  const excess = tokens.filter((token) => token !== "allow-same-origin");
  if (excess.length > 0) throw new UnsafeFrameError(`its sandbox has ${excess.join(" ")}`);
  const [inner, window] = [frame.contentDocument, frame.contentWindow];
  if (!inner || !window) throw new UnsafeFrameError("its document cannot be reached");
  // The attribute says what the next document gets. This says what the present one got: a parser makes elements of
  // what stands in `noscript` only where scripting is off.
  if (!inner.querySelector("noscript > i")) throw new UnsafeFrameError("scripting is not off in its document");
  return { document: inner, window };
}
