/**
 * What the replay knows: an id for every node, and the parent each node had when the replay last heard of it.
 * A node keeps its id when it is moved, so that other events can go on naming it.
 */
export class Mirror {
  /** @type {WeakMap<Node, {id: number, parent?: Node | null}>} one entry each: weak maps burden the collector */
  entries = new WeakMap();
  last = 0;

  /** @param {Node} node */
  entry(node) {
    let entry = this.entries.get(node);
    if (!entry) this.entries.set(node, (entry = { id: ++this.last }));
    return entry;
  }

  /** @param {Node} node */
  id(node) {
    return this.entry(node).id;
  }

  /**
   * @param {Node} node
   * @param {Node | null} parent
   */
  place(node, parent) {
    const entry = this.entry(node);
    entry.parent = parent;
    return entry.id;
  }

  /**
   * Its parent as the replay has it; undefined where the replay does not know the node.
   * @param {Node} node
   */
  placeOf(node) {
    return this.entries.get(node)?.parent;
  }

  /** @param {Node} node */
  has(node) {
    return this.placeOf(node) !== undefined;
  }

  /** @param {Node} node */
  forget(node) {
    if (!this.has(node)) return;
    this.entry(node).parent = undefined;
    for (const child of childrenOf(node)) this.forget(child);
  }

  /**
   * The id of the node, or of the nearest one around it that the replay knows.
   * @param {EventTarget | null | undefined} target
   */
  nearest(target) {
    for (let node = /** @type {Node | null} */ (target instanceof Node ? target : null); node; node = parentOf(node)) {
      if (this.has(node)) return this.id(node);
    }
    return null;
  }
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
  /** @type {Node[]} */
  const children = [];
  for (let child = node.firstChild; child; child = child.nextSibling) children.push(child);
  const shadow = /** @type {Element} */ (node).shadowRoot;
  for (let child = shadow && shadow.firstChild; child; child = child.nextSibling) children.push(child);
  return children;
}
