import { hiddenAround } from "../core/privacy.js";

/**
 * What canvases show, a drawn signature for one. That is input, and like what is typed it is told with a submission only:
 * in the shape in which rrweb tells the frames of a canvas.
 */

const CANVAS = 9, CONTEXT_2D = 0;
const MOST_CANVASES = 8;
/** 512 KB, in characters of base64. */
const MOST_CHARACTERS = 699_050;
/** A larger one takes too long to compress, and is no signature. */
const MOST_PIXELS = 4_000_000;

/** @type {import("../core/parts.js").Gift} */
const { session, all, increment, isMirrored, mirrorId, atSubmission } = /** @type {HTMLScriptElement} */ (document.currentScript).signet;

/** @type {WeakMap<HTMLCanvasElement, string>} the picture that was told last */
const told = new WeakMap();

const tellPictures = () => /** @type {HTMLCanvasElement[]} */ (all("canvas")).filter(mayTell).slice(0, MOST_CANVASES).forEach(session.guard(tellPicture));

/** @param {HTMLCanvasElement} canvas */
function mayTell(canvas) {
  // Where every field is sensitive that is not said to be none, so is what is drawn.
  if (session.parameters.inverted && canvas.getAttribute("data-tf-sensitive") !== "false") return false;
  return isMirrored(canvas) && !hiddenAround(canvas) && canvas.width * canvas.height <= MOST_PIXELS;
}

/** @param {HTMLCanvasElement} canvas fails where the page drew what another origin keeps to itself */
function tellPicture(canvas) {
  const { width, height } = canvas;
  // Browsers that write no WebP write PNG; of nothing they write nothing.
  const [, type, base64] = /^data:(image\/(?:webp|png));base64,(.+)/.exec(canvas.toDataURL("image/webp")) || [];
  if (!base64 || base64.length > MOST_CHARACTERS || told.get(canvas) === base64) return;
  told.set(canvas, base64);
  const bitmap = { rr_type: "ImageBitmap", args: [{ rr_type: "Blob", data: [{ rr_type: "ArrayBuffer", base64 }], type }] };
  increment(CANVAS, {
    id: mirrorId(canvas),
    type: CONTEXT_2D,
    commands: [{ property: "clearRect", args: [0, 0, width, height] }, { property: "drawImage", args: [bitmap, 0, 0] }],
  });
}

atSubmission.push(tellPictures);

export {};
