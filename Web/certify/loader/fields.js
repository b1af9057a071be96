/** A form's inputs are also its properties, so `form.elements` may be an input: never ask a form itself. */
const matches = Element.prototype.matches;
const append = Element.prototype.append;
const setValue = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;

/** Keeps the fields that carry the certificate filled, in every form there is or will be. */
export class Fields {
  /** @type {[name: string, value: string][]} */
  values = [];
  /** @type {WeakSet<Element>} */
  own = new WeakSet();
  /** @type {WeakMap<Element, number>} */
  numbers = new WeakMap();
  count = 0;

  /** @param {ScriptParameters} parameters */
  constructor(parameters) {
    this.parameters = parameters;
  }

  /**
   * @param {ScriptParameters} parameters
   * @param {Certificate} certificate
   */
  carry(parameters, certificate) {
    this.parameters = parameters;
    const { token_field, field, ping_field } = parameters;
    const values = new Map([
      [token_field, certificate.certificate_url],
      [ping_field, certificate.ping_url],
      [field, certificate.certificate_url],
    ]);
    this.values = [...values];
  }

  /** @param {Iterable<Root>} roots */
  fill(roots) {
    for (const root of roots) {
      const forms = [...root.querySelectorAll("form")].filter((form) => this.isChosen(form));
      for (const [name, value] of this.values) this.fillRoot(root, forms, name, value);
    }
  }

  /**
   * @param {Root} root
   * @param {HTMLFormElement[]} forms
   * @param {string} name
   * @param {string} value
   */
  fillRoot(root, forms, name, value) {
    /** @type {Map<HTMLFormElement | null, HTMLInputElement[]>} */
    const found = new Map();
    for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (root.querySelectorAll(`input[name="${CSS.escape(name)}"]`))) {
      if (this.parameters.form_selector && !(input.form && this.isChosen(input.form))) continue;
      found.set(input.form, [...(found.get(input.form) || []), input]);
    }
    for (const inputs of found.values()) this.fillInputs(inputs, value);
    for (const form of forms) if (!found.has(form)) this.inject(form, name, value);
  }

  /**
   * @param {HTMLInputElement[]} inputs of one form
   * @param {string} value
   */
  fillInputs(inputs, value) {
    const pages = inputs.filter((input) => !this.own.has(input));
    for (const input of inputs) {
      if (!this.own.has(input)) this.write(input, value);
      else if (pages.length) input.remove();
      else if (input.value !== value) input.value = value;
    }
  }

  /**
   * Writes into an input of the page, and tells the page's framework, which may keep the value itself.
   * @param {HTMLInputElement} input
   * @param {string} value
   */
  write(input, value) {
    if (input.value === value) return;
    setValue?.call(input, value);
    for (const type of ["input", "change"]) input.dispatchEvent(new Event(type, { bubbles: true }));
  }

  /**
   * @param {HTMLFormElement} form
   * @param {string} name
   * @param {string} value
   */
  inject(form, name, value) {
    const input = document.createElement("input");
    input.type = "hidden";
    input.name = name;
    input.id = `${name}_${this.numberOf(form)}`;
    input.value = value;
    this.own.add(input);
    append.call(form, input);
  }

  /** @param {HTMLFormElement} form */
  numberOf(form) {
    const number = this.numbers.get(form) ?? this.count++;
    this.numbers.set(form, number);
    return number;
  }

  /** @param {HTMLFormElement} form */
  isChosen(form) {
    const selector = this.parameters.form_selector;
    return !selector || matches.call(form, selector);
  }

  /** @param {FormDataEvent} event */
  complete({ target, formData }) {
    if (!this.isChosen(/** @type {HTMLFormElement} */ (target))) return;
    for (const [name, value] of this.values) if (!formData.get(name)) formData.set(name, value);
  }
}
