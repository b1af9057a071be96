import { FEW_NODES, FEW_WORDS, NODES_BETWEEN_LOOKS, SLICE_MS } from "./limits.js";
import { mirrorId, place } from "./mirror.js";
import { childrenFor, serialize } from "./serializer.js";
import { now } from "./tools.js";

/** @type {Node[]} what was visited, by its id */
const nodes = [];
/** @type {SerializedNode[]} what it was written as, likewise */
export const written = [];
/** @type {Node[]} nodes whose children are still to be visited */
export const open = [];

/**
 * Serializes the document as it is at one instant.
 *
 * Nearly every page is done within one slice, in which nothing can change. A larger one goes on in slices short enough to
 * go unnoticed, and the part that repairs what changed between them is loaded first.
 * @param {() => Promise<void>} finish completes it, if one slice was not enough
 * @returns {Promise<SerializedNode>} to be used before anything else runs
 */
export async function takeSnapshot(finish) {
  visit(document, null);
  if (!slice()) await finish().catch(restart);
  readScrolls();
  const out = /** @type {SerializedNode} */ (written[mirrorId(document)]);
  clear();
  return out;
}

/** All at once and last: the first reading lays the page out. */
function readScrolls() {
  written.forEach((out, id) => {
    const { attributes } = out;
    if (!attributes || !mayScroll(out)) return;
    const { scrollTop, scrollLeft } = /** @type {Element} */ (nodes[id]);
    if (scrollTop) attributes.rr_scrollTop = scrollTop;
    if (scrollLeft) attributes.rr_scrollLeft = scrollLeft;
  });
}

/**
 * A few words are not scrolled, and asking the browser costs.
 * @param {any} out a serialized element
 */
const mayScroll = ({ childNodes }) => childNodes.length > FEW_NODES || !childNodes.every(isShort);

/** @param {any} out a text, or an element that holds nothing else */
const isShort = ({ childNodes, textContent = childNodes[1] || childNodes[0]?.textContent }) => textContent?.length < FEW_WORDS;

function clear() {
  nodes.length = written.length = open.length = 0;
}

/** In one go: a long task is better than a recording that is wrong. */
function restart() {
  clear();
  visit(document, null);
  slice(Infinity);
}

/** Whether nothing was left over. */
export function slice(budget = SLICE_MS) {
  const deadline = now() + budget;
  for (let node, count = 1; (node = open.pop()); count++) {
    expand(node);
    if (count % NODES_BETWEEN_LOOKS === 0 && now() > deadline) return false;
  }
  return true;
}

/**
 * @param {Node} node
 * @param {Node | null} parent
 */
function visit(node, parent) {
  const id = place(node, parent);
  let out = written[id];
  if (!out) {
    out = written[id] = serialize(node, parent, id);
    nodes[id] = node;
    if (out.childNodes) open.push(node);
  }
  return out;
}

/** @param {Node} node */
function expand(node) {
  const out = written[mirrorId(node)];
  if (!out) return;
  /** @type {any[]} written over in place */
  const children = childrenFor(node);
  for (let index = 0; index < children.length; index++) {
    const child = children[index];
    children[index] = visit(child, node);
    // A shadow root is no node of a replay: its host stands for it.
    if (out.isShadowHost) children[index].isShadow = child.parentNode !== node || undefined;
  }
  out.childNodes = children;
}
