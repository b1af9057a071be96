const ATTEMPTS = 4;

/**
 * Asks the server for a certificate.
 * @param {Session} session
 * @returns {Promise<Certificate>}
 */
async function issue({ config, parameters }) {
  // A string goes as text/plain, which needs no preflight.
  const body = JSON.stringify({ page_url: location.origin + location.pathname, sandbox: parameters.sandbox });
  for (let attempt = 1; ; attempt++) {
    try {
      const response = await fetch(`${config.api}/v1/certificates`, { method: "POST", body, credentials: "omit", referrerPolicy: "strict-origin" });
      if (response.status === 201) return await response.json();
      if (response.status < 429) attempt = ATTEMPTS;
    } catch {
      // Offline or blocked: tried again below.
    }
    if (attempt >= ATTEMPTS) throw new Error("no certificate");
    await new Promise((resolve) => setTimeout(resolve, 500 << attempt));
  }
}

/**
 * The options of `trustedFormNext` over the parameters the page was loaded with.
 * @param {ScriptParameters} parameters
 * @param {Record<string, string>} options
 * @returns {ScriptParameters}
 */
function withOptions(parameters, options) {
  return {
    ...parameters,
    field: options.field || parameters.field,
    ping_field: options.ping_field || parameters.ping_field,
    token_field: options.token || options.token_field || parameters.token_field,
    identifier: options.identifier ?? parameters.identifier,
  };
}

/** @type {IssueJob} */
const job = /** @type {HTMLScriptElement} */ (document.currentScript).signet;
const { session, options, adopt } = job;
session.initial ||= session.parameters;
session.parameters = withOptions(session.initial, options);
job.adopted = issue(session).then((certificate) => {
  adopt(certificate);
  const { id, ping_url, certificate_url } = certificate;
  return { cert_id: id, id, external_id: session.parameters.identifier, ping_url, token: certificate_url };
});

export {};
