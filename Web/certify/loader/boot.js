import { carry, completeForm, fill, fillSoon, isOurs } from "./fields.js";
import { isFresh, whenShown } from "./freshness.js";
import { announce, publish } from "./globals.js";
import { TOKEN_AGE_MS } from "./limits.js";
import { readParameters } from "./parameters.js";
import { addAlong, roots } from "./roots.js";
import { guard, loadScript, on, randomNonce, whenQuiet } from "./tools.js";

const LOCK = Symbol.for("signet.certify");

/** @type {Session} one page view: its current certificate, and the recording that belongs to it */
let session;
/** @type {((session: Session) => void) | undefined} the core */
let record;
/** What the page's policy lets scripts in by. */
let nonce = "";
/** @type {Record<string, string>} what the page asked for with its latest certificate */
let options = {};
let stopped = false;
let restored = false;
let isLapsed = false;

export const boot = guard(() => {
  if (window[LOCK]) return;
  window[LOCK] = true;
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const source = script?.src || location.href;
  nonce = script?.nonce || "";
  const parameters = readParameters(source);
  session = {
    config, parameters, roots, fillSoon, isOurs, guard, lapsed,
    nonce: randomNonce(),
    typed: new Map(), passwords: new WeakSet(), touched: new Set(),
    loadPart: (name, gift) => loadScript(`${config.api}/certify-${name}.${PARTS_DIGEST}.js`, gift, nonce),
  };
  // Also before there is a recording, and between two.
  on(window, "input", (event) => session.touched.add(event.composedPath()[0]));
  stopped = parameters.disabled;
  whenShown(guard(() => void start(source).catch(() => {})));
});

/** @param {string} source */
async function start(source) {
  publish(stop, resume, next);
  if (isFresh(config, source)) adopt(config);
  else await renew();
  roots.add(document);
  watchForms();
  if (!stopped) whenQuiet(begin);
}

/** @param {Certificate} certificate */
function adopt(certificate) {
  isLapsed = false;
  session.certificate = certificate;
  carry(session.parameters, certificate);
  announce(certificate);
}

function watchForms() {
  for (const type of ["focusin", "pointerdown", "submit"]) {
    on(window, type, (event) => {
      addAlong(event);
      fill();
    });
  }
  on(window, "reset", fillSoon);
  // It does not leave a shadow root.
  roots.all.forEach(watchRoot);
  roots.onAdd(watchRoot);
  on(window, "pageshow", ({ persisted }) => {
    restored ||= persisted;
    if (persisted && isLapsed) lapsed();
  });
}

/** @param {Root} root */
const watchRoot = (root) => on(root, "formdata", completeForm);

const begin = () => void beginRecording().catch(() => {});

async function beginRecording() {
  const { certificate } = session;
  if (!certificate || session.recording) return;
  if (!record) await loadScript(config.core, (/** @type {typeof record} */ core) => (record = core), nonce);
  if (Date.now() - certificate.now > TOKEN_AGE_MS) await renew();
  if (!stopped && !session.recording) record?.(session);
}

function stop() {
  stopped = true;
  session.recording?.end("stop");
}

/** Starts a recording that `disable_recording` held back; one that was stopped stays stopped. */
function resume() {
  if (session.recording || !stopped) return;
  stopped = false;
  begin();
}

/**
 * Closes this certificate and opens another without a reload.
 * @param {Record<string, string>} given
 */
async function next(given) {
  session.recording?.end("next");
  session.recording = undefined;
  options = given;
  const told = await renew();
  if (!stopped) await beginRecording();
  return told;
}

/**
 * Few pages ever need another certificate than the one that came with the loader.
 * @returns {Promise<any>} what `trustedFormNext` tells of it
 */
async function renew() {
  /** @type {IssueJob} */
  const job = { session, options, adopt };
  await session.loadPart("issue", job);
  return job.adopted;
}

/** Only a page that came back from the back-forward cache gets another certificate: any other was open all along. */
function lapsed() {
  isLapsed = true;
  if (restored) void next(options).catch(() => {});
}
