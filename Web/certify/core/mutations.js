import { learn } from "./inputs.js";
import { GATHER_MS, MOST_CHANGES } from "./limits.js";
import { forget, isMirrored, mirrorId, parentOf, placeOf } from "./mirror.js";
import { increment, pageChanged, truncate } from "./recorder.js";
import { MUTATION } from "./rrweb.js";
import { childrenFor, isClosed, safeAttribute, serialize, textOf } from "./serializer.js";
import { guard, roots, wait } from "./tools.js";

/*
 * Turns mutation records into rrweb's mutation events. Records say which nodes to look at; what is written is how those
 * nodes are at the end, so a node that came and went between two events costs nothing.
 */

/** @type {MutationRecord[] | null} kept apart while a snapshot is taken */
let backlog = [];
let timer = 0;
let changes = 0;
/** @type {Set<Node>} */
const added = new Set();
/** @type {Map<Node, boolean>} and whether it was a shadow root's child */
const removed = new Map();
/** @type {Set<Node>} */
const changedTexts = new Set();
/** @type {Map<Element, string[]>} */
const changedNames = new Map();

const observer = new MutationObserver(guard(receive));

function reset() {
  for (const gathered of [added, removed, changedTexts, changedNames]) gathered.clear();
}

/** @param {Root} root */
export function observe(root) {
  observer.observe(root, { childList: true, attributes: true, characterData: true, subtree: true });
}

/**
 * A shadow root found on a host the replay already has.
 * @param {ShadowRoot} root
 */
export function addRoot(root) {
  root.childNodes.forEach((node) => added.add(node));
  schedule();
}

/** @param {MutationRecord[]} records */
function receive(records) {
  if (backlog) backlog.push(...records);
  else if (records.length) collect(records);
}

/** What changed while the snapshot is taken, since the last call. */
export function takeRecords() {
  receive(observer.takeRecords());
  const records = backlog || [];
  backlog = [];
  return records;
}

/** The snapshot stands: from here on, changes become events. */
export function beginMutations() {
  const records = takeRecords();
  backlog = null;
  receive(records);
}

export function stopMutations() {
  clearTimeout(timer);
  observer.disconnect();
  reset();
}

/** @param {MutationRecord[]} records */
function collect(records) {
  for (const record of records) {
    const { target, type } = record;
    if (type === "childList") collectChildren(record);
    else if (type === "characterData") changedTexts.add(target);
    else collectAttribute(/** @type {Element} */ (target), /** @type {string} */ (record.attributeName));
  }
  schedule();
}

function schedule() {
  timer ||= wait(GATHER_MS, flushMutations);
}

/** @param {MutationRecord} record */
function collectChildren({ target, addedNodes, removedNodes }) {
  for (let index = 0; index < removedNodes.length; index++) {
    const node = removedNodes[index];
    added.delete(node);
    if (isMirrored(node) && !removed.has(node)) removed.set(node, target instanceof ShadowRoot);
  }
  for (let index = 0; index < addedNodes.length; index++) added.add(addedNodes[index]);
}

/**
 * @param {Element} element
 * @param {string} name
 */
function collectAttribute(element, name) {
  const names = changedNames.get(element);
  if (!names) changedNames.set(element, [name]);
  else if (!names.includes(name)) names.push(name);
}

export function flushMutations() {
  receive(observer.takeRecords());
  clearTimeout(timer);
  if (backlog || !timer) return;
  timer = 0;
  learn();
  const texts = writeTexts();
  const attributes = writeAttributes();
  const removes = writeRemoves();
  const adds = writeAdds();
  reset();
  const structure = removes.length + adds.length;
  const count = texts.length + attributes.length + structure;
  if (!count) return;
  increment(MUTATION, { texts, attributes, removes, adds });
  pageChanged(structure > 0);
  changes += count;
  if (changes > MOST_CHANGES) truncate("mutations");
}

function writeTexts() {
  return [...changedTexts].filter(isKept).map((node) => ({ id: mirrorId(node), value: textOf(node) }));
}

function writeAttributes() {
  /** @type {object[]} */
  const out = [];
  for (const [element, names] of changedNames) {
    if (!isKept(element) || isClosed(element)) continue;
    /** @type {Record<string, any>} */
    const attributes = {};
    for (const name of names) {
      // Only the first state of a control is an attribute; what it is now, Input events say.
      if (/^(checked|selected)$/.test(name) || (name === "src" && element.localName === "iframe")) continue;
      const value = element.getAttribute(name);
      attributes[name] = value === null ? null : safeAttribute(element, name, value);
    }
    if (Object.keys(attributes).length) out.push({ id: mirrorId(element), attributes });
  }
  return out;
}

/**
 * Whether the replay has it and it stays: a node that was moved is written anew.
 * @param {Node} node
 */
const isKept = (node) => isMirrored(node) && !removed.has(node) && node.isConnected;

function writeRemoves() {
  /** @type {object[]} */
  const out = [];
  for (const [node, isShadow] of removed) {
    const parent = placeOf(node);
    if (!parent || isUnderRemoved(parent)) continue;
    out.push({ parentId: mirrorId(parent), id: mirrorId(node), isShadow: isShadow || undefined });
  }
  for (const node of removed.keys()) forget(node);
  return out;
}

/**
 * By the tree as the replay has it.
 * @param {Node} node
 */
function isUnderRemoved(node) {
  for (let current = /** @type {Node | null | undefined} */ (node); current; current = placeOf(current)) {
    if (removed.has(current)) return true;
  }
  return false;
}

function writeAdds() {
  /** @type {object[]} */
  const out = [];
  for (const node of added) {
    const parent = parentOf(node);
    // A parent that the replay does not know is itself written anew, with all that is in it, or is out of sight.
    if (!parent || !node.isConnected || isMirrored(node) || !isMirrored(parent) || isClosed(parent)) continue;
    writeSiblings(node, parent, out);
  }
  return out;
}

/**
 * Last first, so that each knows the sibling it stands before.
 * @param {Node} node
 * @param {Node} parent
 * @param {object[]} out
 */
function writeSiblings(node, parent, out) {
  /** @param {Node | null} sibling */
  const isNew = (sibling) => sibling && !isMirrored(sibling) && added.has(sibling);
  /** @type {Node | null} */
  let current = node;
  while (isNew(current.nextSibling)) current = /** @type {Node} */ (current.nextSibling);
  while (current && isNew(current)) {
    /** @type {Node | null} */
    const previous = current.previousSibling;
    writeTree(current, parent, out);
    current = previous;
  }
}

/**
 * @param {Node} root
 * @param {Node} rootParent
 * @param {object[]} out
 */
function writeTree(root, rootParent, out) {
  const stack = [root];
  for (let node; (node = stack.pop()); ) {
    const parent = node === root ? rootParent : /** @type {Node} */ (parentOf(node));
    const serialized = serialize(node, parent);
    serialized.isShadow = node.parentNode !== parent || undefined;
    const next = node.nextSibling;
    out.push({ parentId: mirrorId(parent), nextId: next && isMirrored(next) ? mirrorId(next) : null, node: serialized });
    if (serialized.childNodes) for (const child of childrenFor(node)) stack.push(child);
    const { shadowRoot } = /** @type {Element} */ (node);
    if (shadowRoot) roots.add(shadowRoot);
  }
}
