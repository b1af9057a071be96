import { Fields } from "./fields.js";
import { isFresh, whenShown } from "./freshness.js";
import { announce, publish } from "./globals.js";
import { readParameters } from "./parameters.js";
import { watchRoots } from "./roots.js";
import { guard, loadScript, on, randomNonce, whenQuiet } from "./tools.js";

const LOCK = Symbol.for("signet.certify");
/** A token opens its certificate for ten minutes. */
const TOKEN_AGE_MS = 9 * 60_000;

export const boot = guard((/** @type {Config} */ config) => {
  const page = /** @type {any} */ (window);
  if (page[LOCK]) return;
  page[LOCK] = true;
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const source = script?.src || location.href;
  whenShown(guard(() => void new Visit(config, source, script?.nonce).start().catch(() => {})));
});

/**
 * One page view: its current certificate, and the recording that belongs to it.
 * @implements {Session}
 */
class Visit {
  /** @type {Certificate | null} */
  certificate = null;
  /** @type {Recording | null | undefined} */
  recording = null;
  /** @type {Session["record"]} */
  record = undefined;
  restored = false;
  isLapsed = false;
  filling = 0;
  nonce = randomNonce();
  guard = guard;

  /**
   * @param {Config} config
   * @param {string} source
   * @param {string} [scriptNonce] of the page's Content-Security-Policy
   */
  constructor(config, source, scriptNonce) {
    this.config = config;
    this.source = source;
    this.scriptNonce = scriptNonce;
    this.parameters = readParameters(source);
    this.stopped = this.parameters.disabled;
    this.fields = new Fields(this.parameters);
    this.roots = watchRoots(() => this.fillSoon());
  }

  async start() {
    publish(this);
    this.adopt(isFresh(this.config, this.source) ? this.config : await this.issue({}));
    this.roots.add(document);
    this.watchForms();
    if (!this.stopped) whenQuiet(() => this.begin());
  }

  /** @param {Certificate} certificate */
  adopt(certificate) {
    this.isLapsed = false;
    this.certificate = certificate;
    this.fields.carry(this.parameters, certificate);
    this.fill();
    announce(certificate);
  }

  /**
   * @param {string} file beside the core
   * @param {unknown} gift
   */
  loadPart(file, gift) {
    return loadScript(new URL(file, this.config.core).href, gift, this.scriptNonce);
  }

  /** @param {Element} field */
  isOurs(field) {
    return this.fields.values.some(([name]) => field.getAttribute("name") === name);
  }

  watchForms() {
    for (const type of ["focusin", "pointerdown", "submit"]) on(window, type, () => this.fill());
    on(window, "reset", () => this.fillSoon());
    // It does not leave a shadow root.
    this.roots.onAdd((root) => on(root, "formdata", (event) => this.fields.complete(event)));
    on(document, "formdata", (event) => this.fields.complete(event));
    on(window, "pageshow", ({ persisted }) => {
      this.restored ||= persisted;
      if (persisted && this.isLapsed) this.lapsed();
    });
  }

  fill() {
    this.fields.fill(this.roots.all);
  }

  /** A page that renders much asks for this often; forms are looked through once per burst. */
  fillSoon() {
    this.filling ||= setTimeout(guard(() => {
      this.filling = 0;
      this.fill();
    }), 20);
  }

  begin() {
    this.beginRecording().catch(() => {});
  }

  async beginRecording() {
    const { certificate } = this;
    if (!certificate || this.recording) return;
    if (!this.record) await this.loadPart(this.config.core, this);
    if (Date.now() - certificate.now > TOKEN_AGE_MS) await this.renew();
    if (!this.stopped && !this.recording) this.recording = this.record?.(this);
  }

  stop() {
    this.stopped = true;
    this.recording?.end("stop");
  }

  /** Starts a recording that `disable_recording` held back; one that was stopped stays stopped. */
  resume() {
    if (this.recording || !this.stopped) return;
    this.stopped = false;
    this.begin();
  }

  /**
   * Closes this certificate and opens another without a reload.
   * @param {Record<string, string>} options
   */
  async next(options) {
    this.recording?.end("next");
    this.recording = null;
    const { id, ping_url, certificate_url } = await this.renew(options);
    if (!this.stopped) await this.beginRecording();
    return { cert_id: id, id, external_id: this.parameters.identifier, ping_url, token: certificate_url };
  }

  /**
   * @param {Record<string, string>} [options]
   */
  async renew(options = {}) {
    const certificate = await this.issue(options);
    this.adopt(certificate);
    return certificate;
  }

  /**
   * Few pages ever need another certificate than the one that came with the loader.
   * @param {Record<string, string>} options
   * @returns {Promise<Certificate>}
   */
  async issue(options) {
    /** @type {IssuePart} */
    const part = {};
    await this.loadPart(ISSUE_PART, part);
    this.parameters = part.withOptions?.(this.parameters, options) || this.parameters;
    if (!part.issue) throw new Error("no part");
    return part.issue(this.config.api, this.parameters.sandbox);
  }

  /** Only a page that came back from the back-forward cache gets another certificate: any other was open all along. */
  lapsed() {
    this.isLapsed = true;
    if (this.restored) void this.next({}).catch(() => {});
  }
}
