import { absolute, absoluteCSS } from "../core/urls.js";

/**
 * Keeps the images and fonts that the page shows: tells what bytes each address answered, asks the server which it lacks, and
 * brings those, in idle time. Only what the browser has loaded for the page is read; from the page's own site nothing is asked
 * again, for what answers a second time may be another picture, or make the first one invalid. What cannot be read is not kept.
 */

const MOST = 60, LARGEST = 1 << 20, ALTOGETHER = 8 << 20;
const LOOK_MS = 3_000, MOST_LOOKS = 100, SLICE_MS = 8;
/** The batches that tell of the assets go first. */
const ASK_MS = 3_000;
const FIRST_RETRY_MS = 1_000, LAST_RETRY_MS = 30_000, ATTEMPTS = 8;
/** A request this soon after a click could be taken for a submission. */
const GESTURE_MS = 1_500;
const REDRAWN_PIXELS = 500_000;
const PICTURES = "img,input[type=image],video[poster],image";
const HIDDEN = "[data-tf-sensitive=true]";

/** @type {import("../core/parts.js").Gift} */
const gift = /** @type {HTMLScriptElement} */ (document.currentScript).signet;
const { session, listen, undo, all, isMirrored, placeOf, serialize, tellChange, ticks } = gift;
const { guard } = session;
const { id, token } = /** @type {Certificate} */ (session.certificate);
const address = `${session.config.api}/v1/certificates/${id}/assets`;
const access = `?token=${encodeURIComponent(token)}&nonce=${session.nonce}`;

/** @type {Set<string>} addresses that were dealt with, kept or not */
const seen = new Set();
/** @type {Set<string>} what style sheets had loaded when they were last looked through */
const known = new Set();
/** @type {Set<string>} origins that let nothing be read */
const closed = new Set();
/** @type {Map<string, Uint8Array>} what the server was not asked about yet, by digest */
const waiting = new Map();
let count = 0;
let bytes = 0;
let looks = 0;
let timer = 0;
let busy = false;
let stopped = false;

/** @param {number} ms */
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

const idle = () => new Promise((resolve) => (window.requestIdleCallback || setTimeout)(resolve));

const lookSoon = guard(() => {
  if (!stopped && looks < MOST_LOOKS) timer ||= setTimeout(run, LOOK_MS);
});

const run = () => void work().catch(() => {}).then(() => (busy = false));

async function work() {
  timer = 0;
  // What came meanwhile is looked for once this is done.
  if (busy) return lookSoon();
  busy = true;
  looks++;
  await idle();
  for (const [url, image] of [...pictures(), ...(await styled())]) {
    if (stopped || count >= MOST) break;
    await keep(url, image).catch(() => {});
  }
  if (!waiting.size) return;
  await pause(ASK_MS);
  await bring();
}

/**
 * Where the page's elements show images, as the recording names them.
 * @returns {[string, HTMLImageElement?][]}
 */
function pictures() {
  /** @type {[string, HTMLImageElement?][]} */
  const found = [];
  for (const element of all(PICTURES)) {
    // What is hidden from the recording is no part of it.
    if (!isMirrored(element)) continue;
    const { src, poster, href, "xlink:href": linked } = attributesOf(element);
    if (element instanceof HTMLImageElement) found.push(...chosen(element, src));
    else found.push([src || poster || href || linked]);
  }
  return found;
}

/**
 * @param {Element} element
 * @returns {Record<string, any>}
 */
const attributesOf = (element) => serialize(element, /** @type {Node} */ (placeOf(element)))?.attributes || {};

/**
 * What the browser picked for an image. A single dot is no picture, and counts visits where it is fetched again.
 * @param {HTMLImageElement} image
 * @param {string} source
 * @returns {[string, HTMLImageElement][]}
 */
function chosen(image, source) {
  const { complete, naturalWidth, naturalHeight, currentSrc } = image;
  if (!complete || (naturalWidth < 2 && naturalHeight < 2 && !/svg/i.test(currentSrc))) return [];
  const url = absolute(currentSrc);
  // An address that the recording does not have repeats what was typed.
  const isTold = url === source || [image, ...(image.parentElement?.querySelectorAll("source") || [])].some(
    (element) => isMirrored(element) && attributesOf(element).srcset?.includes(url));
  return isTold ? [[url, image]] : [];
}

/**
 * Images and fonts that style sheets name and the browser has loaded.
 * @returns {Promise<[string][]>}
 */
async function styled() {
  const loaded = performance.getEntriesByType("resource").filter(isStyled).map(({ name }) => name);
  /** @type {[string][]} */
  const found = [];
  if (loaded.every((name) => known.has(name))) return found;
  for (const name of loaded) known.add(name);
  const hidden = all(`${HIDDEN},${HIDDEN} *`).map((element) => getComputedStyle(element).backgroundImage).join();
  let until = 0;
  for (const css of texts()) {
    for (const [, url] of css.matchAll(/url\("([^"]*)"\)/g)) if (known.has(bare(url)) && !hidden.includes(url)) found.push([url]);
    if (performance.now() < until) continue;
    await idle();
    until = performance.now() + SLICE_MS;
  }
  return found;
}

/** @param {PerformanceEntry} entry */
const isStyled = ({ initiatorType }) => /^(css|link)$/.test(initiatorType);

/** @param {string} url */
const bare = (url) => url.split("#")[0];

function* texts() {
  for (const root of session.roots.all) {
    for (const sheet of [...root.styleSheets, ...(root.adoptedStyleSheets || [])]) {
      if (!sheet.ownerNode || isMirrored(sheet.ownerNode)) yield* rulesOf(sheet);
    }
  }
  for (const element of all('[style*="url("]')) if (isMirrored(element)) yield attributesOf(element).style || "";
}

/**
 * @param {CSSStyleSheet} sheet
 * @returns {Generator<string>}
 */
function* rulesOf(sheet) {
  try {
    for (const rule of sheet.cssRules) {
      const imported = /** @type {CSSImportRule} */ (rule).styleSheet;
      if (imported) yield* rulesOf(imported);
      else yield absoluteCSS(rule.cssText, sheet.href);
    }
  } catch {
    // Another origin keeps its rules to itself; then the recording does without them, too.
  }
}

/**
 * @param {string} whole
 * @param {HTMLImageElement} [image]
 */
async function keep(whole, image) {
  const url = bare(whole || "");
  if (seen.has(url) || !/^https?:/.test(url)) return;
  seen.add(url);
  await idle();
  const gesture = gift.openGesture?.();
  if (gesture && performance.now() - gesture.at < GESTURE_MS) await pause(GESTURE_MS);
  const { origin } = new URL(url);
  const isOwn = origin === location.origin;
  const response = closed.has(origin) ? null : await load(url, isOwn);
  // One's own may merely not be in the cache.
  if (!response && !isOwn) closed.add(origin);
  const blob = await (response ? contentOf(response) : isOwn && image && redraw(image));
  if (!blob || !blob.size || blob.size > LARGEST || bytes + blob.size > ALTOGETHER || stopped) return;
  const body = new Uint8Array(await blob.arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  count++;
  bytes += body.length;
  waiting.set(sha256, body);
  tellChange("asset", { url, sha256, type: blob.type, bytes: body.length, ...(!response && { redrawn: true }) });
}

/**
 * @param {string} url
 * @param {boolean} isOwn of the page's own origin
 */
function load(url, isOwn) {
  const where = isOwn ? { cache: "only-if-cached", mode: "same-origin" } : { cache: "force-cache" };
  return fetch(url, /** @type {any} */ ({ ...where, priority: "low" })).catch(() => null);
}

/** @param {Response} response */
async function contentOf(response) {
  const type = response.headers.get("Content-Type") || "";
  if (response.ok && !/html/.test(type) && !(Number(response.headers.get("Content-Length")) > LARGEST)) return response.blob();
  return response.body?.cancel();
}

/**
 * The image is not in the cache, or the page's policy lets it be shown and not read: its pixels instead.
 * @param {HTMLImageElement} image
 * @returns {Promise<Blob | null> | undefined}
 */
function redraw(image) {
  const { naturalWidth: width, naturalHeight: height } = image;
  if (!width || width * height > REDRAWN_PIXELS) return;
  const canvas = Object.assign(document.createElement("canvas"), { width, height });
  canvas.getContext("2d")?.drawImage(image, 0, 0);
  return new Promise((resolve) => canvas.toBlob(resolve));
}

async function bring() {
  const asked = [...waiting];
  waiting.clear();
  const answer = await post("", JSON.stringify(asked.map(([sha256]) => sha256)));
  if (!answer?.ok) return;
  const { wanted } = await answer.json();
  for (const [sha256, body] of asked) if (wanted.includes(sha256)) await post(`/${sha256}`, body);
}

/**
 * @param {string} path
 * @param {string | Uint8Array} body strings go as text/plain and bytes without a type: neither needs a preflight
 * @returns {Promise<Response | undefined>} nothing where there was no answer to go by
 */
async function post(path, body) {
  for (let attempt = 0; attempt < ATTEMPTS && !stopped; attempt++) {
    const options = /** @type {any} */ ({ method: "POST", body, credentials: "omit", priority: "low", referrerPolicy: "strict-origin" });
    const response = await fetch(address + path + access, options).catch(() => null);
    const status = response?.status || 503;
    if (status < 500 && status !== 429) {
      // These three are about the one asset.
      if (status >= 400 && !/409|413|415/.test(String(status))) stopped = true;
      return response || undefined;
    }
    const least = Number(response?.headers.get("Retry-After")) * 1000 || 0;
    await pause(Math.max(least, Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** attempt)));
  }
}

/** Without a secure context a browser makes no digests, and nothing is kept. */
function start() {
  if (!crypto.subtle) return;
  undo.push(() => {
    stopped = true;
    clearTimeout(timer);
  });
  ticks.push(lookSoon);
  listen(document, "securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
    if (effectiveDirective === "connect-src") closed.add(new URL(blockedURI).origin);
  });
  // Also of what the page loads as it is scrolled, or late.
  const observer = new PerformanceObserver(guard((list) => {
    if (list.getEntries().some((/** @type {PerformanceEntry} */ entry) => /^(im|in|v)/.test(entry.initiatorType) || isStyled(entry))) lookSoon();
  }));
  observer.observe({ type: "resource" });
  undo.push(() => observer.disconnect());
  run();
}

guard(start)();
