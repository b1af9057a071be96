import { parentOf } from "./mirror.js";
import { MUTATION } from "./rrweb.js";

/** Below what anybody can see, and enough to gather what a framework does in one go. */
const GATHER_MS = 30;
/** A page that changes so much must not be slowed down for its recording. */
const MOST_CHANGES = 300_000;

const OPTIONS = { childList: true, attributes: true, characterData: true, subtree: true };

/**
 * Turns mutation records into rrweb's mutation events. Records say which nodes to look at; what is written is how those
 * nodes are at the end, so a node that came and went between two events costs nothing.
 */
export class Mutations {
  /** @type {MutationRecord[] | null} kept apart while a snapshot is taken */
  backlog = [];
  timer = 0;
  changes = 0;
  /** @type {Set<Node>} */
  added = new Set();
  /** @type {Map<Node, boolean>} and whether it was a shadow root's child */
  removed = new Map();
  /** @type {Set<Node>} */
  changedTexts = new Set();
  /** @type {Map<Element, Set<string>>} */
  changedNames = new Map();

  /** @param {import("./recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.recorder = recorder;
    this.mirror = recorder.mirror;
    this.serializer = recorder.serializer;
    this.observer = new MutationObserver(recorder.guard((records) => this.receive(records)));
  }

  reset() {
    this.added.clear();
    this.removed.clear();
    this.changedTexts.clear();
    this.changedNames.clear();
  }

  /** @param {Root} root */
  observe(root) {
    this.observer.observe(root, OPTIONS);
  }

  /**
   * A shadow root found on a host the replay already has.
   * @param {ShadowRoot} root
   */
  addRoot(root) {
    if (!this.mirror.has(root.host)) return;
    root.childNodes.forEach((node) => this.mirror.has(node) || this.added.add(node));
    this.schedule();
  }

  /** @param {MutationRecord[]} records */
  receive(records) {
    if (this.backlog) this.backlog.push(...records);
    else this.collect(records);
  }

  takeRecords() {
    const records = [...(this.backlog || []), ...this.observer.takeRecords()];
    this.backlog = [];
    return records;
  }

  /** The snapshot stands: from here on, changes become events. */
  begin() {
    const records = this.takeRecords();
    this.backlog = null;
    if (records.length) this.collect(records);
  }

  stop() {
    clearTimeout(this.timer);
    this.observer.disconnect();
    this.reset();
  }

  /** @param {MutationRecord[]} records */
  collect(records) {
    for (const record of records) {
      const { target } = record;
      if (record.type === "childList") this.collectChildren(record);
      else if (record.type === "characterData") this.changedTexts.add(target);
      else this.collectAttribute(/** @type {Element} */ (target), /** @type {string} */ (record.attributeName));
    }
    this.schedule();
  }

  schedule() {
    this.timer ||= setTimeout(this.recorder.guard(() => this.flush()), GATHER_MS);
  }

  /** @param {MutationRecord} record */
  collectChildren({ target, addedNodes, removedNodes }) {
    for (let index = 0; index < removedNodes.length; index++) {
      const node = removedNodes[index];
      this.added.delete(node);
      if (this.mirror.has(node) && !this.removed.has(node)) this.removed.set(node, target instanceof ShadowRoot);
    }
    for (let index = 0; index < addedNodes.length; index++) this.added.add(addedNodes[index]);
  }

  /**
   * @param {Element} element
   * @param {string} name
   */
  collectAttribute(element, name) {
    const names = this.changedNames.get(element);
    if (names) names.add(name);
    else this.changedNames.set(element, new Set([name]));
  }

  flush() {
    const records = this.observer.takeRecords();
    if (this.backlog) return void this.backlog.push(...records);
    if (records.length) this.collect(records);
    clearTimeout(this.timer);
    if (!this.timer) return;
    this.timer = 0;
    this.recorder.inputs.learn();
    const texts = this.writeTexts();
    const attributes = this.writeAttributes();
    const removes = this.writeRemoves();
    const adds = this.writeAdds();
    this.reset();
    const count = texts.length + attributes.length + removes.length + adds.length;
    if (!count) return;
    this.recorder.increment(MUTATION, { texts, attributes, removes, adds });
    this.recorder.pageChanged(adds.length + removes.length > 0);
    this.changes += count;
    if (this.changes > MOST_CHANGES) this.recorder.truncate("mutations");
  }

  writeTexts() {
    /** @type {object[]} */
    const out = [];
    for (const node of this.changedTexts) {
      if (!this.mirror.has(node) || this.isGone(node)) continue;
      out.push({ id: this.mirror.id(node), value: this.serializer.text(node) });
    }
    return out;
  }

  writeAttributes() {
    /** @type {object[]} */
    const out = [];
    for (const [element, names] of this.changedNames) {
      if (!this.mirror.has(element) || this.isGone(element)) continue;
      const attributes = this.changedAttributes(element, names);
      if (Object.keys(attributes).length) out.push({ id: this.mirror.id(element), attributes });
    }
    return out;
  }

  /**
   * @param {Element} element
   * @param {Set<string>} names
   */
  changedAttributes(element, names) {
    /** @type {Record<string, any>} */
    const out = {};
    if (this.serializer.isClosed(element)) return out;
    for (const name of names) {
      const value = element.getAttribute(name);
      // Only the first state of a control is an attribute; what it is now, Input events say.
      if (/^(checked|selected)$/.test(name)) continue;
      out[name] = value === null ? null : this.serializer.attribute(element, name, value);
    }
    if (element.localName === "iframe") delete out.src;
    return out;
  }

  /**
   * Removed with nothing else to say about it: a node that was moved is written anew.
   * @param {Node} node
   */
  isGone(node) {
    return this.removed.has(node) || !node.isConnected;
  }

  writeRemoves() {
    /** @type {object[]} */
    const out = [];
    for (const [node, isShadow] of this.removed) {
      const parent = this.mirror.placeOf(node);
      if (!parent || this.isUnderRemoved(parent)) continue;
      const remove = { parentId: this.mirror.id(parent), id: this.mirror.id(node) };
      out.push(isShadow ? { ...remove, isShadow } : remove);
    }
    for (const node of this.removed.keys()) this.mirror.forget(node);
    return out;
  }

  /**
   * By the tree as the replay has it.
   * @param {Node} node
   */
  isUnderRemoved(node) {
    for (let current = /** @type {Node | null | undefined} */ (node); current; current = this.mirror.placeOf(current)) {
      if (this.removed.has(current)) return true;
    }
    return false;
  }

  writeAdds() {
    /** @type {object[]} */
    const out = [];
    for (const node of this.added) {
      const parent = parentOf(node);
      // A parent that the replay does not know is itself written anew, with all that is in it, or is out of sight.
      if (!parent || !node.isConnected || this.mirror.has(node) || !this.mirror.has(parent)) continue;
      if (!this.serializer.isClosed(parent)) this.writeSiblings(node, parent, out);
    }
    return out;
  }

  /**
   * Last first, so that each knows the sibling it stands before.
   * @param {Node} node
   * @param {Node} parent
   * @param {object[]} out
   */
  writeSiblings(node, parent, out) {
    let last = node;
    for (let next = last.nextSibling; next && !this.mirror.has(next) && this.added.has(next); next = next.nextSibling) last = next;
    for (let current = /** @type {Node | null} */ (last); current && !this.mirror.has(current) && this.added.has(current); ) {
      const previous = current.previousSibling;
      this.writeTree(current, parent, out);
      current = previous;
    }
  }

  /**
   * @param {Node} root
   * @param {Node} rootParent
   * @param {object[]} out
   */
  writeTree(root, rootParent, out) {
    const stack = [root];
    for (let node; (node = stack.pop()); ) {
      const parent = node === root ? rootParent : /** @type {Node} */ (parentOf(node));
      const serialized = this.serializer.node(node, parent);
      if (!serialized) continue;
      out.push({ parentId: this.mirror.id(parent), nextId: this.nextId(node), node: serialized });
      if (serialized.childNodes) for (const child of this.serializer.children(node)) stack.push(child);
      this.recorder.nodeAdded(node);
    }
  }

  /** @param {Node} node */
  nextId(node) {
    const next = node.nextSibling;
    return next && this.mirror.has(next) ? this.mirror.id(next) : null;
  }
}
