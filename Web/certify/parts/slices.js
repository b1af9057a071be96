/**
 * Completes the snapshot of a large page.
 *
 * The mutation observer runs from before the first slice. When every node has been visited, whatever the page changed
 * meanwhile is repaired: child lists are read again, and nodes not seen yet are visited. This repeats until a slice ends
 * with nothing changed since; at that instant the tree equals the page. What changes without a record (values, scroll
 * positions) is read in that same slice.
 */

/** @type {import("../core/parts.js").Gift} */
const gift = /** @type {HTMLScriptElement} */ (document.currentScript).signet;
const { all, open, slice, written, mirrorId, serialize, placeOf, forget, takeRecords } = gift;

/** @param {Node} node */
const writtenOf = (node) => written[mirrorId(node)];

async function finish() {
  await sliceOn();
  refresh();
}

async function sliceOn() {
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve));
    if (!slice()) continue;
    repair(takeRecords());
    if (!open.length || (slice() && !repair(takeRecords()))) return;
  }
}

/**
 * @param {MutationRecord[]} records
 * @returns {number} how much there is to visit again
 */
function repair(records) {
  /** @type {Set<Node>} */
  const parents = new Set();
  for (const { type, target, removedNodes } of records) {
    if (type === "childList") {
      parents.add(target instanceof ShadowRoot ? target.host : target);
      removedNodes.forEach((node) => node.isConnected || drop(node));
    } else reread(target);
  }
  for (const parent of parents) if (writtenOf(parent)) open.push(parent);
  return open.length;
}

/** @param {Node} node */
function drop(node) {
  forget(node);
  delete written[mirrorId(node)];
  for (let child = node.firstChild; child; child = child.nextSibling) drop(child);
}

/** @param {Node} node */
function reread(node) {
  const out = writtenOf(node);
  const parent = placeOf(node);
  if (!out || parent === undefined) return;
  const { childNodes } = out;
  Object.assign(out, serialize(node, parent));
  if (childNodes) out.childNodes = childNodes;
}

/** Values change without a record. */
function refresh() {
  all("input,textarea,select").forEach(reread);
}

gift.finish = finish;

export {};
