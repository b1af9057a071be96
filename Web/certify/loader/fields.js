import { roots } from "./roots.js";
import { guard } from "./tools.js";

/** A form's inputs are also its properties, so `form.elements` may be an input: never ask a form itself. */
const matches = Element.prototype.matches;
const append = Element.prototype.append;

/** @type {[name: string, value: string][]} what the forms are to carry */
let values = [];
/** @type {string | null} */
let selector = null;
/** @type {WeakSet<Element>} the inputs that are ours */
const own = new WeakSet();
/** @type {WeakMap<Element, number>} */
const numbers = new WeakMap();
let count = 0;
let timer = 0;

/**
 * Keeps the fields that carry the certificate filled, in every form there is or will be.
 * @param {ScriptParameters} parameters
 * @param {Certificate} certificate
 */
export function carry({ token_field, field, ping_field, form_selector }, { certificate_url, ping_url }) {
  selector = form_selector;
  values = [...new Map([[token_field, certificate_url], [ping_field, ping_url], [field, certificate_url]])];
  fill();
}

/** @param {FieldElement} field */
export const isOurs = (field) => values.some(([name]) => field.name === name);

export function fill() {
  for (const root of roots.all) {
    // Those of a name that another certificate goes by no more.
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll("[type=hidden]"))) {
      if (own.has(input) && !isOurs(input)) input.remove();
    }
    const forms = [...root.querySelectorAll("form")].filter(isChosen);
    for (const [name, value] of values) fillRoot(root, forms, name, value);
  }
}

/** A page that renders much asks for this often; forms are looked through once per burst. */
export function fillSoon() {
  timer ||= setTimeout(guard(() => {
    timer = 0;
    fill();
  }), 20);
}

/**
 * @param {Root} root
 * @param {HTMLFormElement[]} forms
 * @param {string} name
 * @param {string} value
 */
function fillRoot(root, forms, name, value) {
  const inputs = /** @type {HTMLInputElement[]} */ ([...root.querySelectorAll(`input[name="${CSS.escape(name)}"]`)]);
  for (const form of selector ? forms : [...forms, null]) {
    const its = inputs.filter((input) => input.form === form);
    if (its.length || !form) fillInputs(its, value);
    else inject(form, name, value);
  }
}

/**
 * @param {HTMLInputElement[]} inputs of one form
 * @param {string} value
 */
function fillInputs(inputs, value) {
  const hasPages = inputs.some((input) => !own.has(input));
  for (const input of inputs) {
    if (!own.has(input)) write(input, value);
    else if (hasPages) input.remove();
    else if (input.value !== value) input.value = value;
  }
}

/**
 * Writes into an input of the page, and tells the page's framework, which may keep the value itself.
 * @param {HTMLInputElement} input
 * @param {string} value
 */
function write(input, value) {
  if (input.value === value) return;
  // By the prototype's setter: the framework may have put one of its own before it.
  Reflect.set(HTMLInputElement.prototype, "value", value, input);
  for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {string} value
 */
function inject(form, name, value) {
  const number = numbers.get(form) ?? count++;
  numbers.set(form, number);
  const input = Object.assign(document.createElement("input"), { type: "hidden", name, id: `${name}_${number}`, value });
  own.add(input);
  append.call(form, input);
}

/** @param {HTMLFormElement} form */
const isChosen = (form) => !selector || matches.call(form, selector);

/** @param {FormDataEvent} event */
export function completeForm({ target, formData }) {
  if (!isChosen(/** @type {HTMLFormElement} */ (target))) return;
  for (const [name, value] of values) if (!formData.get(name)) formData.set(name, value);
}
