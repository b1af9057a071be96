import { isField, isToggle } from "../core/privacy.js";

/** Consent as the publisher tags it: every `data-tf-element-role`, the consent languages among them, and their controls. */

const ROLE = "data-tf-element-role";

/** @type {import("../core/parts.js").Gift} */
const { session, idOf, all, isKnown, readText, tellChange, useTags } = /** @type {HTMLScriptElement} */ (document.currentScript).signet;

function languages() {
  tellChange("tags", { elements: all(`[${ROLE}]`).map(describe).filter(isKnown) });
  return all(`[${ROLE}=consent-language]`);
}

/** @param {Element} element */
function describe(element) {
  return {
    id: idOf(element),
    role: element.getAttribute(ROLE),
    text: isField(element) ? "" : readText(element, true),
    checked: isToggle(element) ? element.checked : null,
    offer: idOf(offerAround(element)),
  };
}

/** @param {Element} element */
const offerAround = (element) => element.closest(`[${ROLE}=offer]`);

/**
 * @param {Element} language
 * @returns {HTMLInputElement | null}
 */
const control = (language) => (offerAround(language) || document).querySelector(`input[${ROLE}=consent-opt-in]`);

session.guard(useTags)({ languages, control });
