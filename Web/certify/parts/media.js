const MEDIA = 7;
/** @type {Record<string, number>} */
const KINDS = { play: 0, pause: 1, seeked: 2, volumechange: 3, ratechange: 4 };

/** @type {import("../core/recorder.js").Recorder} */
const recorder = /** @type {HTMLScriptElement} */ (document.currentScript).signet;

for (const type in KINDS) {
  recorder.listen(window, type, ({ target }) => {
    const id = recorder.idOf(target);
    if (!id) return;
    const { currentTime, volume, muted, playbackRate, loop } = target;
    recorder.increment(MEDIA, { type: KINDS[type], id, currentTime, volume, muted, playbackRate, loop });
  });
}

export {};
