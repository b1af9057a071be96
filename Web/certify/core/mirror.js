/**
 * What the replay knows: an id for every node, and the parent each node had when the replay last heard of it.
 * A node keeps its id when it is moved, so that other events can go on naming it.
 */

/** @type {WeakMap<Node, {id: number, within?: Node | null}>} one entry each: weak maps burden the collector */
const entries = new WeakMap();
let last = 0;

/** @param {Node} node */
function entryOf(node) {
  let entry = entries.get(node);
  if (!entry) entries.set(node, (entry = { id: ++last, within: undefined }));
  return entry;
}

/** @param {Node} node */
export const mirrorId = (node) => entryOf(node).id;

/**
 * @param {Node} node
 * @param {Node | null} parent
 */
export function place(node, parent) {
  const entry = entryOf(node);
  entry.within = parent;
  return entry.id;
}

/**
 * Its parent as the replay has it; undefined where the replay does not know the node.
 * @param {Node} node
 */
export const placeOf = (node) => entries.get(node)?.within;

/** @param {Node} node */
export const isMirrored = (node) => placeOf(node) !== undefined;

/** @param {Node} node */
export function forget(node) {
  if (!isMirrored(node)) return;
  entryOf(node).within = undefined;
  childrenOf(node).forEach(forget);
}

/**
 * The id of the node, or of the nearest one around it that the replay knows.
 * @param {EventTarget | null | undefined} target
 */
export function nearest(target) {
  for (let node = /** @type {any} */ (target); node; node = parentOf(node)) {
    if (isMirrored(node)) return mirrorId(node);
  }
  return null;
}

/**
 * The parent in the composed tree, in which a shadow root is no node but its host's second list of children.
 * @param {Node} node
 * @returns {Node | null}
 */
export function parentOf(node) {
  const parent = node.parentNode;
  return parent instanceof ShadowRoot ? parent.host : parent;
}

/** @param {Node} node */
export function childrenOf(node) {
  let child = node.firstChild;
  /** @type {Node[]} */
  const children = child ? [child] : [];
  while (child && (child = child.nextSibling)) children.push(child);
  const shadow = /** @type {Element} */ (node).shadowRoot;
  return shadow ? [...children, ...shadow.childNodes] : children;
}
