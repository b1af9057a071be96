/**
 * The document and every open shadow root found in it. `attachShadow` is the page's and stays unpatched: roots are found
 * where nodes are added, where a custom element becomes defined, and on the path of what the user touches.
 * @param {Session["guard"]} guard
 * @param {() => void} changed called after nodes were added
 * @returns {RootSet}
 */
export function watchRoots(guard, changed) {
  /** @type {Set<Root>} */
  const all = new Set();
  /** @type {((root: Root) => void)[]} */
  const listeners = [changed];
  const observer = new MutationObserver(guard((records) => {
    for (const { addedNodes } of records) addedNodes.forEach(discover);
    changed();
  }));
  let observing = true;

  /** @param {Root} root */
  function add(root) {
    if (all.has(root)) return;
    all.add(root);
    if (observing) observer.observe(root, { childList: true, subtree: true });
    discover(root);
    for (const listener of listeners) listener(root);
  }

  /** @param {Node} node */
  function discover(node) {
    if (node.nodeType === Node.TEXT_NODE) return;
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_ELEMENT);
    for (let current = /** @type {Node | null} */ (node); current; current = walker.nextNode()) {
      const element = /** @type {Element} */ (current);
      if (element.shadowRoot) add(element.shadowRoot);
      else if (element.localName?.includes("-")) awaitDefinition(element);
    }
  }

  /** @param {Element} element */
  function awaitDefinition(element) {
    if (element.matches(":defined")) return;
    customElements.whenDefined(element.localName).then(guard(() => element.shadowRoot && add(element.shadowRoot)), () => {});
  }

  const follow = guard((/** @type {Event} */ event) => {
    for (const target of event.composedPath()) if (target instanceof ShadowRoot) add(target);
  });
  for (const type of ["focusin", "pointerdown"]) addEventListener(type, follow, true);

  return {
    all,
    add,
    onAdd: (listener) => void listeners.push(listener),
    handOver() {
      observing = false;
      observer.disconnect();
    },
  };
}
