import { place } from "./mirror.js";
import { childrenFor, serialize } from "./serializer.js";
import { now } from "./tools.js";

const SLICE_MS = 12;
const NODES_BETWEEN_LOOKS = 32;
const FEW_WORDS = 100;

/** @type {Map<Node, SerializedNode>} */
export const built = new Map();
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
  return /** @type {SerializedNode} */ (built.get(document));
}

/** All at once and last: the first reading lays the page out. */
function readScrolls() {
  for (const [node, out] of built) {
    const { attributes } = out;
    if (!attributes || !mayScroll(out)) continue;
    const { scrollTop, scrollLeft } = /** @type {Element} */ (node);
    if (scrollTop) attributes.rr_scrollTop = scrollTop;
    if (scrollLeft) attributes.rr_scrollLeft = scrollLeft;
  }
}

/**
 * A few words are not scrolled, and asking the browser costs.
 * @param {any} out a serialized element
 */
function mayScroll({ childNodes }) {
  // Not destructured: that iterates, which is slow for what runs once.
  const child = childNodes[0];
  return childNodes[1] || child?.childNodes || child?.textContent?.length > FEW_WORDS;
}

/** In one go: a long task is better than a recording that is wrong. */
function restart() {
  built.clear();
  open.length = 0;
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
  const out = serialize(node, parent);
  if (!out) return null;
  built.set(node, out);
  if (out.childNodes) open.push(node);
  return out;
}

/** @param {Node} node */
function expand(node) {
  const out = built.get(node);
  if (!out) return;
  out.childNodes = [];
  for (const child of childrenFor(node)) {
    const known = built.get(child);
    if (known) place(child, node);
    const childOut = known || visit(child, node);
    if (childOut) out.childNodes.push(childOut);
  }
}
