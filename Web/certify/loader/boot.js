import { Fields } from "./fields.js";
import { isFresh, whenShown } from "./freshness.js";
import { announce, publish } from "./globals.js";
import { issueCertificate } from "./issue.js";
import { readParameters, withOptions } from "./parameters.js";
import { watchRoots } from "./roots.js";
import { guard, loadScript, randomNonce, whenQuiet } from "./tools.js";

const LOCK = Symbol.for("signet.certify");
/** A token opens its certificate for ten minutes. */
const TOKEN_AGE_MS = 9 * 60_000;

export const boot = guard((/** @type {Config} */ config) => {
  const page = /** @type {any} */ (window);
  if (page[LOCK]) return;
  page[LOCK] = true;
  const script = /** @type {HTMLScriptElement | null} */ (document.currentScript) ||
    document.querySelector("script[src*='/certify.js'],script[src*='/trustedform.js']");
  const source = script?.src || location.href;
  whenShown(guard(() => void new Visit(config, source, script?.nonce).start().catch(() => {})));
});

/** One page view: its current certificate, and the recording that belongs to it. */
class Visit {
  /**
   * @param {Config} config
   * @param {string} source
   * @param {string} [scriptNonce] of the page's Content-Security-Policy
   */
  constructor(config, source, scriptNonce) {
    this.config = config;
    this.source = source;
    this.parameters = readParameters(source);
    this.fields = new Fields(this.parameters);
    /** @type {Session | null} */
    this.session = null;
    /** @type {Recording | null | undefined} */
    this.recording = null;
    this.stopped = this.parameters.disabled;
    this.restored = false;
    this.lapsed = false;
    this.filling = 0;
    this.roots = watchRoots(guard, () => this.fillSoon());
    this.loadScript = (/** @type {string} */ url, /** @type {unknown} */ gift) => loadScript(url, gift, scriptNonce);
  }

  async start() {
    publish(this);
    const { config, source } = this;
    this.adopt(isFresh(config, source) ? config : await issueCertificate(config.api, this.parameters.sandbox));
    this.roots.add(document);
    this.watchForms();
    if (!this.stopped) whenQuiet(guard(() => void this.record().catch(() => {})));
  }

  /** @param {Certificate} certificate */
  adopt(certificate) {
    this.lapsed = false;
    this.session = {
      api: this.config.api,
      core: this.config.core,
      nonce: randomNonce(),
      parameters: this.parameters,
      certificate,
      roots: this.roots,
      fillFields: () => this.fillSoon(),
      isOurs: (field) => this.fields.own.has(field) || this.fields.values.some(([name]) => field.getAttribute("name") === name),
      guard,
      loadScript: this.loadScript,
      lapsed: () => this.onLapse(),
      record: this.session?.record,
    };
    this.fields.carry(this.parameters, certificate);
    this.fill();
    announce(certificate);
  }

  watchForms() {
    const fill = guard(() => this.fill());
    for (const type of ["focusin", "pointerdown", "submit"]) addEventListener(type, fill, true);
    addEventListener("reset", () => setTimeout(fill), true);
    this.roots.onAdd(guard((root) => root.addEventListener("formdata", guard((event) => {
      this.fields.complete(/** @type {FormDataEvent} */ (event));
    }), true)));
    document.addEventListener("formdata", guard((event) => this.fields.complete(event)), true);
    addEventListener("pageshow", guard((event) => {
      this.restored = this.restored || event.persisted;
      if (event.persisted && this.lapsed) this.onLapse();
    }));
  }

  fill() {
    this.fields.fill(this.roots.all);
  }

  /** A page that renders much asks for this often; forms are looked through once per burst. */
  fillSoon() {
    this.filling ||= window.setTimeout(guard(() => {
      this.filling = 0;
      this.fill();
    }), 20);
  }

  async record() {
    const { session } = this;
    if (!session || this.recording) return;
    if (!session.record) await this.loadScript(session.core, session);
    if (Date.now() - session.certificate.now > TOKEN_AGE_MS) await this.renew();
    if (!this.stopped && !this.recording) this.recording = this.session?.record?.(this.session);
  }

  stop() {
    this.stopped = true;
    this.recording?.end("stop");
  }

  /** Starts a recording that `disable_recording` held back; one that was stopped stays stopped. */
  resume() {
    if (this.recording || !this.stopped) return;
    this.stopped = false;
    void this.record().catch(() => {});
  }

  /**
   * Closes this certificate and opens another without a reload.
   * @param {Record<string, string>} options
   */
  async next(options) {
    this.recording?.end("next");
    this.recording = null;
    this.parameters = withOptions(this.parameters, options);
    const certificate = await this.renew();
    if (!this.stopped) await this.record();
    return {
      cert_id: certificate.id,
      id: certificate.id,
      external_id: this.parameters.identifier,
      ping_url: certificate.ping_url,
      token: certificate.certificate_url,
    };
  }

  async renew() {
    const certificate = await issueCertificate(this.config.api, this.parameters.sandbox);
    this.adopt(certificate);
    return certificate;
  }

  /** Only a page that came back from the back-forward cache gets another certificate: any other was open all along. */
  onLapse() {
    this.lapsed = true;
    if (this.restored) void this.next({}).catch(() => {});
  }
}
