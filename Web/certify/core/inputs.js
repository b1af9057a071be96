import { holdsText, isField, isToggle } from "./privacy.js";
import { INPUT } from "./rrweb.js";

const PAUSE_MS = 5_000;
const LOOK_MS = 500;

/**
 * @typedef {object} Stretch what happened in a field since it was last told
 * @property {string} value as last seen
 * @property {string} told as last told
 * @property {string | null} method
 * @property {number} keystrokes
 * @property {number} typing
 * @property {number} keyAt
 */

/** Follows every field: its value, and how it came to it. */
export class Inputs {
  /** @type {Map<FieldElement, Stretch>} also of fields that are gone: steps of a form replace each other */
  fields = new Map();

  /** @param {import("./recorder.js").Recorder} recorder */
  constructor(recorder) {
    this.recorder = recorder;
    this.lookSoon = recorder.later(LOOK_MS, () => recorder.ready && this.learn());
  }

  watch() {
    const { recorder } = this;
    for (const type of ["keydown", "beforeinput", "input", "change", "focusout"]) {
      recorder.listen(window, type, (event) => this.handle(type, event));
    }
    recorder.listen(window, "touchstart", (event) => recorder.signals.used(event));
    // A click may let a script or the browser fill other fields.
    recorder.listen(window, "click", () => this.lookSoon());
  }

  /** The snapshot stands: what fields hold now was there before. */
  begin() {
    this.eachField((field) => {
      const stretch = this.follow(field, "");
      if (!field.value || !holdsText(field) || stretch.told === field.value) return;
      this.changed(field, isAutofilled(field) ? "autofill" : "pre-populated");
      this.tell(field);
    });
  }

  /**
   * @param {string} type
   * @param {any} event
   */
  handle(type, event) {
    const field = event.composedPath()[0];
    if (!isField(field)) return this.handleEditable(type, field);
    if (this.recorder.session.isOurs(field)) return;
    if (type !== "focusout") this.recorder.signals.used(event);
    if (type === "keydown") this.key(field, event);
    else if (type === "input" || type === "change") this.input(field, event);
    else if (type === "focusout") this.tell(field);
  }

  /**
   * @param {string} type
   * @param {any} target
   */
  handleEditable(type, target) {
    if (/input/.test(type) && target?.isContentEditable) this.recorder.privacy.editable.add(target);
  }

  /**
   * @param {FieldElement} field
   * @param {KeyboardEvent} event
   */
  key(field, event) {
    if (!event.isTrusted || event.ctrlKey || event.metaKey) return;
    if (event.key.length > 1 && !/^(Backspace|Delete|Unidentified|Process)$/.test(event.key)) return;
    const stretch = this.follow(field);
    const pause = event.timeStamp - stretch.keyAt;
    if (pause <= PAUSE_MS) stretch.typing += pause;
    stretch.keyAt = event.timeStamp;
    stretch.keystrokes++;
  }

  /**
   * @param {FieldElement} field
   * @param {InputEvent} event
   */
  input(field, event) {
    const stretch = this.follow(field);
    if (isToggle(field)) this.toggled(field, event);
    else if (field.value !== stretch.value) this.changed(field, methodOf(field, event, stretch), event.isTrusted);
    this.lookSoon();
  }

  /**
   * @param {HTMLInputElement} field
   * @param {Event} event
   */
  toggled(field, event) {
    if (event.type !== "change") return;
    this.write(field, event.isTrusted);
    this.recorder.consent?.toggled(field, event.isTrusted);
  }

  /**
   * @param {FieldElement} field
   * @param {string} method
   * @param {boolean} [byUser]
   */
  changed(field, method, byUser = false) {
    const stretch = this.follow(field);
    this.recorder.privacy.remember(field, stretch.value);
    stretch.value = field.value;
    stretch.method = method;
    if (method !== "pre-populated") this.recorder.signals.filled(field);
    this.write(field, byUser);
  }

  /**
   * @param {FieldElement} field
   * @param {boolean} userTriggered
   */
  write(field, userTriggered) {
    const id = this.recorder.idOf(field);
    // A field the replay does not show stands for an element around it, which has no value.
    if (!id || !this.recorder.mirror.has(field)) return;
    const isChecked = isToggle(field) && field.checked;
    this.recorder.increment(INPUT, { id, text: this.recorder.privacy.mask(field), isChecked, userTriggered });
  }

  /**
   * Says how a field was filled, once for each stretch of input.
   * @param {FieldElement} field
   */
  tell(field) {
    const stretch = this.fields.get(field);
    if (!stretch || stretch.value === stretch.told || !holdsText(field) || field.type === "password") return;
    stretch.told = stretch.value;
    const id = this.recorder.idOf(field);
    const method = stretch.method || "typing";
    if (id && !(field.localName === "select" && method === "typing")) {
      this.recorder.tell("signet.field", {
        ...describe(field, id),
        method,
        keystrokes: stretch.keystrokes,
        typing_ms: Math.round(stretch.typing),
        length: this.recorder.privacy.isSensitive(field) ? null : stretch.value.length,
      });
    }
    Object.assign(stretch, { method: null, keystrokes: 0, typing: 0, keyAt: -Infinity });
  }

  /** Tells of every open stretch. */
  leave() {
    this.learn();
    for (const field of this.fields.keys()) this.tell(field);
  }

  /**
   * Looks for values that no event told of.
   */
  learn() {
    this.eachField((field) => {
      const stretch = this.follow(field, "");
      if (isToggle(field) || field.value === stretch.value) return;
      this.changed(field, isAutofilled(field) ? "autofill" : "pre-populated");
      if (document.activeElement !== field) this.tell(field);
    });
  }

  /**
   * @param {FieldElement} field
   * @param {string} [value] what it holds, if it is not known yet
   * @returns {Stretch}
   */
  follow(field, value = field.defaultValue ?? "") {
    let stretch = this.fields.get(field);
    if (!stretch) {
      stretch = { value, told: value, method: null, keystrokes: 0, typing: 0, keyAt: -Infinity };
      this.fields.set(field, stretch);
    }
    return stretch;
  }

  /** @param {(field: FieldElement) => void} action */
  eachField(action) {
    for (const root of this.recorder.session.roots.all) {
      for (const field of /** @type {NodeListOf<FieldElement>} */ (root.querySelectorAll("input,textarea,select"))) {
        if (field.type !== "hidden" && !this.recorder.session.isOurs(field)) action(field);
      }
    }
  }

  /**
   * The final values, of the form or of all fields; fields that were replaced by a later step count too.
   * @param {HTMLFormElement | null} form
   */
  values(form) {
    /** @type {object[]} */
    const out = [];
    for (const [field, { value }] of this.fields) {
      if (!holdsText(field) || (form && field.isConnected && field.form !== form)) continue;
      const id = this.recorder.mirror.entries.get(field)?.id;
      const current = field.isConnected ? field.value : value;
      if (!id || !current || this.recorder.privacy.isSensitive(field)) continue;
      out.push({ ...describe(field, id), value: current.slice(0, 10_000) });
    }
    return out;
  }
}

/**
 * @param {FieldElement} field
 * @param {number} id
 */
function describe(field, id) {
  return { id, name: field.name || field.id, label: labelOf(field), type: field.type };
}

/** @param {FieldElement} field */
export function labelOf(field) {
  const label = field.labels?.[0]?.textContent?.replace(field.textContent || "", "");
  const own = field.getAttribute("aria-label") || label || field.getAttribute("placeholder");
  return own ? own.replace(/\s+/g, " ").trim().slice(0, 200) : null;
}

/**
 * @param {FieldElement} field
 * @param {InputEvent} event
 * @param {Stretch} stretch
 */
function methodOf(field, { inputType, data, isTrusted }, stretch) {
  if (/Paste|Drop/.test(inputType || "")) return "paste";
  if (!isTrusted || isAutofilled(field)) return "autofill";
  // Browsers that fill a form themselves send an event, but nobody pressed a key.
  if (field.localName !== "select" && !stretch.keystrokes && (!inputType || (data || "").length > 1)) return stretch.method || "autofill";
  return "typing";
}

/** @param {FieldElement} field */
function isAutofilled(field) {
  for (const selector of [":autofill", ":-webkit-autofill"]) {
    try {
      if (field.matches(selector)) return true;
    } catch {
      // This browser has another name for it.
    }
  }
  return false;
}
