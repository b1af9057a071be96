export const { guard, roots } = session;

/** @type {(() => void)[]} what the end of the recording undoes */
export const undo = [];

/**
 * @param {EventTarget} target
 * @param {string} type
 * @param {(event: any) => void} action
 */
export function listen(target, type, action) {
  const listener = guard(action);
  const options = { capture: true, passive: true };
  target.addEventListener(type, listener, options);
  undo.push(() => target.removeEventListener(type, listener, options));
}

/** Milliseconds since the page was opened. */
export const now = () => performance.now();

/** Unix milliseconds, by the page's clock. */
export const clock = () => Math.round(performance.timeOrigin + now());

/**
 * @param {number} ms
 * @param {() => void} action
 */
export const wait = (ms, action) => setTimeout(guard(action), ms);

/** @param {Event} event */
export const targetOf = (event) => event.composedPath()[0];

/**
 * @param {string} selector
 * @returns {Element[]}
 */
export const all = (selector) => [...roots.all].flatMap((root) => [...root.querySelectorAll(selector)]);

/**
 * The text under a node, and the elements that hold it.
 * @param {Node} root
 * @returns {Generator<{node: Node, text: string, holder: Element}>}
 */
export function* textsIn(root) {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode()); ) {
    if (node.parentElement) yield { node, text: /** @type {string} */ (node.nodeValue), holder: node.parentElement };
  }
}

/**
 * As it reads: white space folded, and cut.
 * @param {string} text
 * @param {number} length
 */
export const fold = (text, length) => text.replace(/\s+/g, " ").trim().slice(0, length);
