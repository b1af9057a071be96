import { AFTER_LOAD_MS } from "./limits.js";

/**
 * Nothing that goes wrong in here is the page's business.
 * @template {unknown[]} A
 * @template R
 * @param {(...args: A) => R} action
 * @returns {(...args: A) => R | undefined}
 */
export function guard(action) {
  return (...args) => {
    try {
      return action(...args);
    } catch {
      return undefined;
    }
  };
}

/**
 * @param {EventTarget} target
 * @param {string} type
 * @param {(event: any) => void} action
 */
export function on(target, type, action) {
  target.addEventListener(type, guard(action), true);
}

/** @returns {string} 22 base64url characters, as hard to guess with one of the 64 left out */
export function randomNonce() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return btoa(String.fromCharCode(...bytes)).replace(/[+/]/g, "-").slice(0, 22);
}

/**
 * Runs one of our scripts. What it needs hangs on its element, so that no global is added.
 * @param {string} url
 * @param {unknown} gift
 * @param {string} nonce
 * @returns {Promise<any>}
 */
export function loadScript(url, gift, nonce) {
  return new Promise((onload, onerror) => {
    const script = Object.assign(document.createElement("script"), { signet: gift, nonce, onload, onerror, referrerPolicy: "strict-origin" });
    script.src = url;
    document.documentElement.append(script);
    script.remove();
  });
}

/**
 * After the page has loaded, or as soon as somebody uses it.
 * @param {() => void} action
 */
export function whenQuiet(action) {
  let begun = false;
  const begin = () => {
    if (!begun) action();
    begun = true;
  };
  const afterLoad = () => void setTimeout(begin, AFTER_LOAD_MS);
  if (document.readyState === "complete") return afterLoad();
  on(window, "load", afterLoad);
  for (const type of ["focusin", "pointerdown", "keydown"]) on(window, type, begin);
}
