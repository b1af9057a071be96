/**
 * Reads the parameters of the script tag.
 * @param {string} source the `src` the loader was fetched from
 * @returns {ScriptParameters}
 */
export function readParameters(source) {
  const query = new URL(source, location.href).searchParams;
  const flag = (/** @type {string} */ name) => query.get(name) === "true";
  return {
    field: query.get("field") || "xxTrustedFormCertUrl",
    ping_field: query.get("ping_field") || "xxTrustedFormPingUrl",
    token_field: query.get("token_field") || query.get("token") || "xxTrustedFormToken",
    identifier: query.get("identifier"),
    form_selector: formSelector(query.get("form_selector")),
    inverted: flag("invert_field_sensitivity"),
    sandbox: flag("sandbox"),
    tagged: flag("use_tagged_consent"),
    disabled: flag("disable_recording"),
  };
}

/** @param {string | null} list a bare word names a form, `.x` is a class and `#x` an id */
function formSelector(list) {
  const parts = (list || "").split(",").map((part) => part.trim()).filter(Boolean);
  if (!parts.length) return null;
  return parts.map((part) => (/^[.#]/.test(part) ? part : `[name="${CSS.escape(part)}"]`)).join();
}
