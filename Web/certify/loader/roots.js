import { fillSoon } from "./fields.js";
import { guard } from "./tools.js";

/** @type {Set<Root>} */
const all = new Set();
/** @type {((root: Root) => void)[]} */
const listeners = [fillSoon];
const observer = new MutationObserver(guard((records) => {
  for (const { addedNodes } of records) addedNodes.forEach(discover);
  fillSoon();
}));
let observing = true;

/**
 * The document and every open shadow root found in it. `attachShadow` is the page's and stays unpatched: roots are found
 * where nodes are added and on the path of what the user touches.
 * @type {RootSet}
 */
export const roots = {
  all,
  add,
  onAdd: (listener) => void listeners.push(listener),
  handOver() {
    observing = false;
    observer.disconnect();
  },
};

/** @param {Event} event what the user touches */
export function addAlong(event) {
  for (const target of event.composedPath()) if (target instanceof ShadowRoot) add(target);
}

/** @param {Root} root */
function add(root) {
  if (all.has(root)) return;
  all.add(root);
  if (observing) observer.observe(root, { childList: true, subtree: true });
  discover(root);
  for (const listener of listeners) listener(root);
}

/** @param {Node} node */
function discover(node) {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT);
  for (let current = /** @type {Node | null} */ (node); current; current = walker.nextNode()) {
    const { shadowRoot } = /** @type {Element} */ (current);
    if (shadowRoot) add(shadowRoot);
  }
}
