const SLICE_MS = 12;
const NODES_BETWEEN_LOOKS = 32;

/**
 * Serializes the document as it is at one instant.
 *
 * Nearly every page is done within one slice, in which nothing can change. A larger one goes on in slices short enough to
 * go unnoticed, and the part that repairs what changed between them is loaded first.
 */
export class Snapshot {
  /** @type {Map<Node, SerializedNode>} */
  built = new Map();
  /** @type {Node[]} nodes whose children are still to be visited */
  open = [];

  /** @param {import("./serializer.js").Serializer} serializer */
  constructor(serializer) {
    this.serializer = serializer;
  }

  /**
   * @param {(snapshot: Snapshot) => Promise<void>} finish completes it, if one slice was not enough
   * @returns {Promise<SerializedNode>} to be used before anything else runs
   */
  async take(finish) {
    this.visit(document, null);
    if (!this.slice()) await finish(this).catch(() => this.restart());
    this.readScrolls();
    return /** @type {SerializedNode} */ (this.built.get(document));
  }

  /** All at once and last: the first reading lays the page out. */
  readScrolls() {
    for (const [node, { attributes }] of this.built) {
      if (!attributes) continue;
      const { scrollTop, scrollLeft } = /** @type {Element} */ (node);
      if (scrollTop) attributes.rr_scrollTop = scrollTop;
      if (scrollLeft) attributes.rr_scrollLeft = scrollLeft;
    }
  }

  /** In one go: a long task is better than a recording that is wrong. */
  restart() {
    this.built.clear();
    this.open = [];
    this.visit(document, null);
    this.slice(Infinity);
  }

  /** Whether nothing was left over. */
  slice(budget = SLICE_MS) {
    const deadline = performance.now() + budget;
    for (let node, count = 1; (node = this.open.pop()); count++) {
      this.expand(node);
      if (count % NODES_BETWEEN_LOOKS === 0 && performance.now() > deadline) return false;
    }
    return true;
  }

  /**
   * @param {Node} node
   * @param {Node | null} parent
   */
  visit(node, parent) {
    const out = this.serializer.node(node, parent);
    if (!out) return null;
    this.built.set(node, out);
    if (out.childNodes) this.open.push(node);
    return out;
  }

  /** @param {Node} node */
  expand(node) {
    const out = this.built.get(node);
    if (!out) return;
    out.childNodes = [];
    for (const child of this.serializer.children(node)) {
      const known = this.built.get(child);
      if (known) this.serializer.mirror.place(child, node);
      const childOut = known || this.visit(child, node);
      if (childOut) out.childNodes.push(childOut);
    }
  }
}
