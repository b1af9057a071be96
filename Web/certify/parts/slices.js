/**
 * Completes the snapshot of a large page.
 *
 * The mutation observer runs from before the first slice. When every node has been visited, whatever the page changed
 * meanwhile is repaired: child lists are read again, and nodes not seen yet are visited. This repeats until a slice ends
 * with nothing changed since; at that instant the tree equals the page. What changes without a record (values, scroll
 * positions) is read in that same slice.
 */
class Slices {
  /**
   * @param {import("../core/snapshot.js").Snapshot} snapshot
   * @param {() => MutationRecord[]} takeRecords what changed since the last call
   */
  constructor(snapshot, takeRecords) {
    this.snapshot = snapshot;
    this.serializer = snapshot.serializer;
    this.built = snapshot.built;
    this.takeRecords = takeRecords;
  }

  async finish() {
    await this.slice();
    this.refresh();
  }

  async slice() {
    for (;;) {
      await new Promise((resolve) => setTimeout(resolve));
      if (!this.snapshot.slice()) continue;
      this.repair(this.takeRecords());
      if (!this.snapshot.open.length || (this.snapshot.slice() && !this.repair(this.takeRecords()))) return;
    }
  }

  /**
   * @param {MutationRecord[]} records
   * @returns {number} how much there is to visit again
   */
  repair(records) {
    /** @type {Set<Node>} */
    const parents = new Set();
    for (const { type, target, removedNodes } of records) {
      if (type === "childList") {
        parents.add(target instanceof ShadowRoot ? target.host : target);
        removedNodes.forEach((node) => node.isConnected || this.drop(node));
      } else this.reread(target);
    }
    for (const parent of parents) if (this.built.has(parent)) this.snapshot.open.push(parent);
    return this.snapshot.open.length;
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
    const parent = this.serializer.mirror.placeOf(node);
    if (!out || parent === undefined) return;
    const { childNodes } = out;
    if (out.attributes) out.attributes = {};
    Object.assign(out, this.serializer.node(node, parent));
    if (childNodes) out.childNodes = childNodes;
  }

  /** Values change without a record. */
  refresh() {
    for (const [node, out] of this.built) if (/^(input|textarea|select)$/.test(out.tagName || "")) this.reread(node);
  }
}

const script = /** @type {HTMLScriptElement} */ (document.currentScript);
/** @type {{snapshot: import("../core/snapshot.js").Snapshot, takeRecords: () => MutationRecord[], finish?: () => Promise<void>}} */
const job = script.signet;
job.finish = () => new Slices(job.snapshot, job.takeRecords).finish();

export {};
