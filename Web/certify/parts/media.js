const MEDIA = 7;
/** @type {Record<string, number>} */
const KINDS = { play: 0, pause: 1, seeked: 2, volumechange: 3, ratechange: 4 };

/** @type {import("../core/parts.js").Gift} */
const { idOf, increment, listen } = /** @type {HTMLScriptElement} */ (document.currentScript).signet;

for (const type in KINDS) {
  listen(window, type, ({ target }) => {
    const id = idOf(target);
    if (!id) return;
    const { currentTime, volume, muted, playbackRate, loop } = target;
    increment(MEDIA, { type: KINDS[type], id, currentTime, volume, muted, playbackRate, loop });
  });
}

export {};
