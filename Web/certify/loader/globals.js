import { guard } from "./tools.js";

/** Each global has the name pages know and a neutral one. */
const BRANDS = ["trustedForm", "signet"];
const page = /** @type {any} */ (window);

/**
 * @param {() => void} stop
 * @param {() => void} resume
 * @param {(options: Record<string, string>) => Promise<object>} next
 */
export function publish(stop, resume, next) {
  for (const brand of BRANDS) {
    page[`${brand}StopRecording`] = guard(stop);
    page[`${brand}StartRecording`] = guard(resume);
    page[`${brand}Next`] = async (/** @type {any} */ options, /** @type {any} */ ready) => {
      if (typeof options === "function") [options, ready] = [{}, options];
      const result = await next(options || {});
      if (ready) guard(ready)(result);
      return result;
    };
  }
}

/**
 * Tells the page of a certificate, once.
 * @param {Certificate} certificate
 */
export function announce({ id, certificate_url, ping_url }) {
  for (const brand of BRANDS) {
    page[brand] = { id, certificate_url, ping_url };
    tell(`${brand}CertIdCallback`, id);
    tell(`${brand}CertUrlCallback`, certificate_url);
  }
}

/**
 * @param {string} name
 * @param {string} value
 */
function tell(name, value) {
  // Out of our stack: what the page's function throws is the page's own error, and reported as such.
  if (typeof page[name] === "function") queueMicrotask(() => page[name](value));
}
