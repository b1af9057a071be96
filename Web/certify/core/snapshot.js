const SLICE_MS = 12;
const NODES_BETWEEN_LOOKS = 32;

/**
 * Serializes the document in slices short enough to go unnoticed, yet as it was at one instant.
 *
 * The mutation observer runs from before the first slice. When every node has been visited, whatever the page changed
 * meanwhile is repaired: child lists are read again, and nodes not seen yet are visited. This repeats until a slice ends
 * with nothing changed since; at that instant the tree equals the page. What mutates without a record (values, scroll
 * positions) is read again in that same slice.
 */
export class Snapshot {
  /**
   * @param {import("./serializer.js").Serializer} serializer
   * @param {() => MutationRecord[]} takeRecords what changed since the last call
   */
  constructor(serializer, takeRecords) {
    this.serializer = serializer;
    this.takeRecords = takeRecords;
    /** @type {Map<Node, SerializedNode>} */
    this.built = new Map();
    /** @type {Node[]} nodes whose children are still to be visited */
    this.open = [];
    this.slices = 0;
  }

  /** @returns {Promise<SerializedNode>} resolved in the very slice that completed it: await it before anything else */
  async take() {
    this.visit(document, null);
    do {
      if (this.slices++) await new Promise((resolve) => setTimeout(resolve));
      this.slice(performance.now() + SLICE_MS);
    } while (this.open.length);
    if (this.slices > 1) this.refresh();
    return /** @type {SerializedNode} */ (this.built.get(document));
  }

  /** @param {number} deadline */
  slice(deadline) {
    let count = 0;
    do {
      for (let node; (node = this.open.pop()); ) {
        this.expand(node);
        if (++count % NODES_BETWEEN_LOOKS === 0 && performance.now() > deadline) return;
      }
      this.repair(this.takeRecords());
    } while (this.open.length);
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

  /** @param {MutationRecord[]} records */
  repair(records) {
    /** @type {Set<Node>} */
    const parents = new Set();
    for (const { type, target, removedNodes } of records) {
      if (type === "childList") {
        parents.add(target instanceof ShadowRoot ? target.host : target);
        removedNodes.forEach((node) => node.isConnected || this.drop(node));
      } else this.reread(target);
    }
    for (const parent of parents) if (this.built.has(parent)) this.open.push(parent);
  }

  /** @param {Node} node */
  drop(node) {
    this.serializer.mirror.forget(node);
    this.built.delete(node);
    for (let child = node.firstChild; child; child = child.nextSibling) this.drop(child);
  }

  /** @param {Node} node */
  reread(node) {
    const out = this.built.get(node);
    const parent = this.serializer.mirror.parents.get(node);
    if (!out || parent === undefined) return;
    const { childNodes } = out;
    Object.assign(out, this.serializer.node(node, parent));
    if (childNodes) out.childNodes = childNodes;
  }

  /** Values and scroll positions change without a record. */
  refresh() {
    for (const [node, out] of this.built) {
      if (!out.attributes) continue;
      const element = /** @type {Element} */ (node);
      if (/^(input|textarea|select|option)$/.test(out.tagName || "") || element.scrollTop || element.scrollLeft) this.reread(node);
    }
  }
}
