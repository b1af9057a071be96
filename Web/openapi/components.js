import { json, list, nullable, object, problem, ref } from "./words.js";

export const CERTIFICATE = "5c611adb0fdd1bfc45db98a82acaf08cc6b2a41e";
const moment = { type: "string", format: "date-time", examples: ["2026-11-23T12:00:00Z"] };
const nullableMoment = { type: ["string", "null"], format: "date-time" };
const text = { type: "string", maxLength: 4096 };
const textIfAny = nullable("string", { maxLength: 4096 });
const textOrList = { oneOf: [textIfAny, list(text)] };
const terms = { oneOf: [nullable("string"), list({ type: "string" }, { maxItems: 50 })] };
const delimiter = nullable("string", { pattern: "^(\\S)\\1{0,2}$" });
const optInTypes = list({ enum: ["manual", "pre-selected", "non-interactive"] });

const criteria = {
  type: "object",
  properties: {
    advertiser_name: nullable("string", { minLength: 1, maxLength: 1000 }),
    min_font_size_px_required: nullable("number", { minimum: 0, maximum: 1000 }),
    min_contrast_ratio_required: nullable("number", { minimum: 1, maximum: 21 }),
    opt_in_types_allowed: { ...optInTypes, type: ["array", "null"] },
  },
};

/** What versions 3.0 and 2.0 ask; forms have no null. */
const claim = (text, term) => ({
  type: "object",
  properties: {
    email: text, phone_1: text, phone_2: text, fingerprint: text, reference: text, vendor: text,
    required_scan_terms: { oneOf: [term, list({ type: "string" }, { maxItems: 50 })] },
    forbidden_scan_terms: { oneOf: [term, list({ type: "string" }, { maxItems: 50 })] },
    scan_delimiter: { ...text, pattern: "^((\\S)\\2{0,2})?$" },
  },
});

const certificate = (description) => ({
  name: "certificate", in: "path", required: true, description,
  schema: { type: "string", pattern: "^[0-9a-f]{40}$" }, example: CERTIFICATE,
});

export const parameters = {
  Certificate: certificate("A certificate's id."),
  AskedCertificate: certificate("A certificate's id; for questions that keep nothing, also the last part of a ping URL."),
  Share: { name: "share", in: "path", required: true, description: "A share link's id.", schema: { type: "string" }, example: "shr_Wm9rYXlzaGFyZQ" },
  DisclosureRequest: { name: "request", in: "path", required: true, description: "A disclosure request's id.", schema: { type: "string" }, example: "dis_Zm9yIGV4YW1wbGU" },
  Domain: { name: "domain", in: "path", required: true, description: "A domain of the account's.", schema: { type: "string" }, example: "example.com" },
  Connection: { name: "connection", in: "path", required: true, description: "A connection's id.", schema: { type: "string" }, example: "con_Zm9yIGV4YW1wbGU" },
  Language: { name: "language", in: "path", required: true, description: "A consent language's id.", schema: { type: "string" }, example: "lang_Zm9yIGV4YW1wbGU" },
  Cursor: {
    name: "cursor", in: "query", description: "`next_cursor` of the page before.",
    schema: { type: "string", pattern: "^([0-9]{13}\\.[0-9a-f]{40})$" },
  },
  ListCursor: {
    name: "cursor", in: "query", description: "`next_cursor` of the page before.",
    schema: { type: "string", pattern: "^[0-9]{13}\\.[a-z]+_[A-Za-z0-9_-]+$" },
  },
  PlainCursor: { name: "cursor", in: "query", description: "`next_cursor` of the page before.", schema: { type: "string" } },
  Limit: { name: "limit", in: "query", description: "How many at most.", schema: { type: "integer", minimum: 1, maximum: 200, default: 50 } },
  ApiVersion: {
    name: "Api-Version", in: "header", description: "The version of the API; without it, the account's own.",
    schema: { enum: ["4.0", "4", "3.0", "3", "2.0", "2"] },
  },
};

export const responses = {
  Unauthorized: problem("The API key is missing or wrong."),
  Inactive: problem("The account has been disabled."),
  NotFound: problem("There is nothing here, or nothing that you may see."),
  BadRequest: problem("The request cannot be; `detail` says why."),
  UnsupportedMediaType: problem("The body does not say that it is JSON."),
  ContentTooLarge: problem("The body is too large."),
  TooManyRequests: {
    ...problem("More requests than this key may make."),
    headers: { "Retry-After": { description: "Seconds.", schema: { type: "integer" } } },
  },
  Failure: { description: "The request is not carried out; `reason` says why.", content: json(ref("Failure")) },
  ClaimError: { description: "The request is not carried out.", content: json(ref("ClaimError")) },
  ClaimRefusal: { description: "The certificate does not allow it.", content: json(ref("ClaimRefusal")) },
};

const version = object({ full: nullable("string"), major: nullable("string"), minor: nullable("string"), patch: nullable("string") });
const product = { ...object({ full: { type: "string" }, name: { type: "string" }, version: ref("SoftwareVersion") }), type: ["object", "null"] };

const nullableFound = { oneOf: [{ type: "null" }, ref("Found")] };

/** What version 2.0 says of a claim, by itself and in the certificate's list of them. */
const claim2 = {
  id: { type: "string", description: "24 hex digits; a UUID where the certificate is of a lead from Meta." }, page_id: { type: "string" }, created_at: moment,
  expires_at: moment, fingerprints: ref("Fingerprints"), reference: nullable("string"), scans: nullableFound, vendor: nullable("string"), warnings: list({ type: "string" }),
};
const products = { browser: nullable("string"), operating_system: nullable("string"), user_agent: nullable("string") };

export const schemas = {
  Problem: {
    description: "An error (RFC 9457).",
    ...object({ type: { type: "string" }, title: { type: "string" }, status: { type: "integer" }, detail: { type: "string" } }, ["detail"]),
    examples: [{ type: "about:blank", title: "Not found", status: 404 }],
  },
  Failure: {
    ...object({ outcome: { const: "error" }, reason: { type: "string" } }),
    examples: [{ outcome: "error", reason: "Certificate has expired or could not be found." }],
  },
  MalformedRequest: {
    ...object({
      errors: object({ detail: { type: "string" } }), message: { type: "string" }, outcome: { const: "error" }, reason: { type: "string" },
    }),
  },
  ClaimRefusal: {
    description: "Versions 3.0 and 2.0: what is wrong with the certificate.",
    ...object({ outcome: { const: "failure" }, reason: { type: "string" } }),
  },
  ClaimError: {
    description: "Versions 3.0 and 2.0: what is wrong with the request; on `/peek`, also with the certificate.",
    ...object({ errors: object({ detail: { type: "string" } }), message: { type: "string" } }),
  },

  // API 4.0
  MatchLead: {
    type: "object",
    description: "At least one of the two, raw or SHA-1, and of each at most three: otherwise the outcome is `error`.",
    properties: { email: textOrList, phone: textOrList },
  },
  Retain: {
    type: "object",
    properties: {
      reference: nullable("string", { maxLength: 4096, description: "For the account's own use." }),
      vendor: nullable("string", { maxLength: 4096, description: "Who supplied the lead." }),
    },
  },
  InsightProperty: {
    enum: [
      "age_seconds", "approx_ip_geo", "bot_detected", "browser", "confirmed_owner", "created_at", "domain", "expires_at", "form_input_kpm",
      "form_input_method", "form_input_wpm", "ip", "is_framed", "is_masked", "num_sensitive_content_elements", "num_sensitive_form_elements",
      "os", "page_url", "parent_page_url", "seconds_on_page", "session_replay_status",
    ],
  },
  Scans: {
    type: ["object", "null"],
    properties: {
      required: { ...terms, description: "Must be on the page." },
      forbidden: { ...terms, description: "Must not." },
      delimiter: { ...delimiter, description: "One character, up to three times, around the asterisk of a wildcard; `{{*}}` without it." },
    },
  },
  InsightQuestions: { ...object({ properties: list(ref("InsightProperty")), scans: ref("Scans") }, ["scans"]) },
  Criteria: criteria,
  CertificateRequest: {
    type: "object",
    description: "One member for each operation.",
    properties: { match_lead: ref("MatchLead"), retain: ref("Retain"), insights: ref("InsightQuestions"), verify: ref("Criteria") },
    anyOf: ["match_lead", "retain", "insights", "verify"].map((name) => ({ required: [name] })),
  },
  SoftwareVersion: version,
  Geography: {
    ...object({
      city: nullable("string"), country_code: nullable("string"), lat: nullable("number"), lon: nullable("number"),
      postal_code: nullable("string"), state: nullable("string"), time_zone: nullable("string"),
    }),
    type: ["object", "null"],
  },
  InsightProperties: {
    type: "object",
    description: "What was asked for. Null is what this certificate does not know.",
    properties: {
      age_seconds: { type: "integer", description: "Since the consumer's last act." },
      approx_ip_geo: ref("Geography"),
      bot_detected: nullable("boolean"),
      browser: { ...object({ full: nullable("string"), name: nullable("string"), user_agent: nullable("string"), version: ref("SoftwareVersion") }), type: ["object", "null"] },
      confirmed_owner: nullable("string"),
      created_at: moment,
      domain: nullable("string"),
      expires_at: moment,
      form_input_kpm: nullable("number"),
      form_input_method: { type: ["array", "null"], items: { enum: ["autofill", "paste", "typing", "pre-populated"] } },
      form_input_wpm: nullable("number"),
      ip: nullable("string"),
      is_framed: nullable("boolean"),
      is_masked: nullable("boolean"),
      num_sensitive_content_elements: nullable("integer"),
      num_sensitive_form_elements: nullable("integer"),
      os: { ...object({ full: { type: "string" }, is_mobile: nullable("boolean"), name: { type: "string" }, version: ref("SoftwareVersion") }), type: ["object", "null"] },
      page_url: nullable("string"),
      parent_page_url: nullable("string"),
      seconds_on_page: nullable("integer"),
      session_replay_status: { type: "null" },
    },
  },
  Found: object({ found: list({ type: "string" }), not_found: list({ type: "string" }) }),
  MatchLeadAnswer: object({
    email: textOrList, phone: textOrList,
    result: object({ email_match: nullable("boolean"), phone_match: nullable("boolean"), success: nullable("boolean") }),
  }, ["email", "phone"]),
  RetainAnswer: object({
    reference: nullable("string"), vendor: nullable("string"),
    results: object({
      expires_at: moment, masked_cert_url: nullable("string"), previously_retained: { type: "boolean" }, share_url: { type: "string" },
    }, ["share_url"]),
  }),
  InsightsAnswer: object({
    properties: ref("InsightProperties"),
    scans: object({
      required: {}, forbidden: {}, delimiter: { type: "string" },
      result: object({ required: ref("Found"), forbidden: ref("Found"), success: nullable("boolean") }),
    }, ["delimiter"]),
  }),
  VerifyAnswer: object({
    advertiser_name: { type: "string" }, min_contrast_ratio_required: { type: "number" }, min_font_size_px_required: { type: "number" },
    opt_in_types_allowed: optInTypes, consent_language_acceptance_enabled: { type: "boolean" }, languages: list(object({ text: { type: "string" } })),
    result: object({
      form_submitted: { type: "boolean" }, language_approved: { type: "boolean" }, min_contrast_ratio_satisfied: nullable("boolean"),
      min_font_size_px_satisfied: nullable("boolean"), one_to_one: nullable("boolean"), opt_in_types_satisfied: nullable("boolean"), success: { type: "boolean" },
    }),
  }, ["advertiser_name", "min_contrast_ratio_required", "min_font_size_px_required", "opt_in_types_allowed"]),
  CertificateAnswer: object({
    outcome: { enum: ["success", "failure", "error"] }, reason: nullable("string"), match_lead: ref("MatchLeadAnswer"), retain: ref("RetainAnswer"),
    insights: ref("InsightsAnswer"), verify: ref("VerifyAnswer"),
  }, ["match_lead", "retain", "insights", "verify"]),

  // Versions 3.0 and 2.0
  ClaimRequest: claim(textIfAny, nullable("string")),
  ClaimForm: claim(text, { type: "string" }),
  Fingerprints: object({ matching: list({ type: "string" }), non_matching: list({ type: "string" }) }),
  Claim3: object({
    fingerprints: ref("Fingerprints"), is_masked: { type: "boolean" }, masked_cert_url: nullable("string"), share_url: { type: "string" },
    outcome: { enum: ["success", "failure"] }, reason: { type: "string" }, reference: nullable("string"), vendor: nullable("string"),
    scans: object(Object.fromEntries(["forbidden_found", "forbidden_not_found", "required_found", "required_not_found"].map((name) => [name, list({ type: "string" })]))),
    warnings: list({ type: "string" }),
    cert: object({
      age_seconds: { type: "integer" }, cert_id: { type: "string" }, created_at: moment, expires_at: moment, approx_ip_geo: ref("Geography"),
      browser: product, operating_system: product, domain: nullable("string"), event_duration_ms: { type: "integer" },
      form_input_method: { type: ["array", "null"], items: { type: "string" } }, ip: { type: "string" }, is_framed: { type: "boolean" }, is_mobile: nullable("boolean"),
      kpm: nullable("number"), wpm: nullable("number"), page_id: { type: "string" }, page_url: nullable("string"), parent_page_url: nullable("string"), user_agent: nullable("string"),
    }, [
      "approx_ip_geo", "browser", "operating_system", "domain", "event_duration_ms", "form_input_method", "ip", "is_framed", "is_mobile", "kpm", "wpm",
      "page_id", "page_url", "parent_page_url", "user_agent",
    ]),
  }, ["masked_cert_url", "share_url", "cert"]),
  Claim2: {
    type: "object",
    required: ["age", "fingerprints", "scans", "warnings", "cert", "share_url"],
    properties: {
      ...claim2, age: { type: "integer", description: "Seconds from the consumer's last act to the claim." },
      masked: { type: "boolean" }, masked_cert_url: nullable("string"), share_url: nullable("string"),
      cert: { oneOf: [ref("Claim2Certificate"), ref("Claim2MetaCertificate")] },
    },
  },
  Claim2Certificate: object({
    token: { type: "string" }, ...products, ip: { type: "string" }, created_at: moment, expires_at: moment,
    event_duration: { type: "integer", description: "Milliseconds." }, framed: { type: "boolean" }, location: nullable("string"), parent_location: nullable("string"),
    snapshot_url: nullable("string"), geo: ref("Geography"), claims: list(object(claim2)),
  }),
  Claim2MetaCertificate: object({ cert_id: { type: "string" }, created_at: moment }),
  Peek: {
    type: "object",
    required: ["age", "masked", "fingerprints", "scans", "warnings", "cert"],
    properties: {
      age: { type: "integer" }, masked: { type: "boolean" }, fingerprints: ref("Fingerprints"), scans: nullableFound, warnings: list({ type: "string" }),
      cert: object({
        cert_id: { type: "string" }, ...products, device: nullable("string"), consented_at: moment, created_at: moment, expires_at: moment,
        event_duration: { type: "integer", description: "Seconds." }, framed: { type: "boolean" }, domain: nullable("string"),
        form_input_method: { type: ["array", "null"], items: { type: "string" } }, geo: ref("Geography"), ip: nullable("string"), page_url: nullable("string"),
        parent_page_url: nullable("string"), wpm: nullable("number"), kpm: nullable("number"),
      }, ["consented_at"]),
    },
  },
  Validity: object({ outcome: { enum: ["success", "failure"] }, reason: { type: "string" } }),

  // Under /v1
  Account: object({
    id: { type: "string" }, name: { type: "string" }, created_at: moment, masking: { type: "boolean" }, mask_words: list({ type: "string" }), returns_share_url: { type: "boolean" },
    api_version: ref("APIVersion"), operations: list({ enum: ["match_lead", "retain", "insights", "verify"] }), retention_days: nullable("integer"),
    retention_limit: { type: "integer" }, verification: ref("Criteria"),
  }),
  APIVersion: { enum: ["2.0", "3.0", "4.0"] },
  AccountChange: {
    type: "object",
    additionalProperties: false,
    properties: {
      masking: { type: "boolean", description: "Whether a retain makes a masked certificate." },
      mask_words: {
        description: "What is hidden in the texts of the account's masked certificates, beside what tells where they were made.",
        ...list({ type: "string", minLength: 2, maxLength: 100, pattern: "^\\S+( \\S+)*$" }, { maxItems: 100 }),
      },
      returns_share_url: { type: "boolean", description: "Whether a retain of version 3 or 4 answers a share URL." },
      api_version: ref("APIVersion"),
      retention_days: nullable("integer", { minimum: 1, maximum: 36500, description: "Null for as long as the server's configuration says." }),
      verification: { ...criteria, additionalProperties: false, description: "All of them: one that is not named is no longer asked." },
    },
  },
  LanguageStatus: { enum: ["unreviewed", "approved", "rejected"] },
  DisclosureRequest: object({
    id: { type: "string" }, side: ref("DisclosureSide"), certificate_id: { type: "string", description: "The masked certificate's." },
    certificate_url: { type: "string" }, message: nullable("string"),
    holder_name: nullable("string", { description: "Who asks, where that says so." }),
    vendor_name: nullable("string", { description: "Who masked the certificate, where that says so." }),
    created_at: moment, answered_at: nullableMoment, status: { enum: ["open", "disclosed", "refused"] },
    disclosed_certificate_url: { type: "string" },
    disclosed_facts: { type: "object", additionalProperties: nullable("string"), propertyNames: ref("HiddenFact") },
    reason: { type: "string", description: "Of a refusal." },
  }, ["disclosed_certificate_url", "disclosed_facts", "reason"]),
  DisclosureSide: { enum: ["received", "sent"] },
  HiddenFact: { enum: ["domain", "page_url", "parent_page_url", "title", "identifier"] },
  NewDisclosureRequest: {
    type: "object",
    additionalProperties: false,
    properties: {
      message: nullable("string", { maxLength: 2000 }),
      shows_name: { type: "boolean", default: false, description: "Tell the other side who asks." },
    },
  },
  DisclosureAnswer: {
    type: "object",
    additionalProperties: false,
    properties: {
      disclose: { oneOf: [{ const: "certificate" }, list(ref("HiddenFact"), { minItems: 1 })] },
      refuse: { type: "string", pattern: "[^\\s]", maxLength: 2000, description: "The reason." },
      shows_name: { type: "boolean", default: false },
    },
    oneOf: [{ required: ["disclose"] }, { required: ["refuse"] }],
  },
  Domain: object({
    domain: { type: "string" }, status: { enum: ["unverified", "verified"] },
    finding: {
      description: "What the last look at the TXT records found; `taken`: the code, but another account was first.",
      enum: ["not_checked", "code_found", "code_not_found", "domain_not_found", "connection_error", "taken"],
    },
    txt_record: object({ name: { type: "string" }, value: { type: "string" } }),
    includes_subdomains: { type: "boolean", description: "Hosts below it are the account's too." },
    retains_automatically: { type: "boolean", description: "What is submitted on it is retained to the account." },
    created_at: moment, verified_at: nullableMoment, checked_at: nullableMoment, next_check_at: moment,
    failing_since: { ...nullableMoment, description: "The record is missing since; after three days the domain is unverified." },
  }),
  NewDomain: {
    ...object({
      domain: { type: "string", pattern: "^([a-z0-9-]{1,30}\\.){1,3}[a-z]{2,20}$" },
      includes_subdomains: { type: "boolean", default: true }, retains_automatically: { type: "boolean", default: false },
    }, ["includes_subdomains", "retains_automatically"]),
    additionalProperties: false,
  },
  DomainChange: {
    type: "object",
    additionalProperties: false,
    properties: { includes_subdomains: { type: "boolean" }, retains_automatically: { type: "boolean" } },
  },
  Connection: object({
    id: { type: "string" }, account: { type: "string", description: "The other account." },
    name: nullable("string", { description: "Its name, once it may be known." }), invited_by_you: { type: "boolean" },
    created_at: moment, accepted_at: nullableMoment,
    shares_ownership: { type: "boolean", description: "The other account may learn what this one owns." },
    partner_shares_ownership: { type: "boolean" },
  }),
  NewConnection: {
    ...object({ account: { type: "string" }, shares_ownership: { type: "boolean", default: false } }, ["shares_ownership"]),
    additionalProperties: false,
  },
  ConnectionChange: { type: "object", additionalProperties: false, properties: { shares_ownership: { type: "boolean" } } },
  ConsentLanguage: object({
    id: { type: "string" }, text: { type: "string", description: "With `{{phone}}`, `{{email}}`, `{{url}}` where visits differ." }, status: ref("LanguageStatus"),
    name: nullable("string"), note: nullable("string"), first_seen: nullableMoment, last_seen: nullableMoment,
    count: { type: "integer", description: "In how many certificates." }, sample_certificates: list({ type: "string" }),
  }),
  NewConsentLanguage: {
    ...object({
      text: { type: "string", pattern: "\\S", maxLength: 5000, description: "`{{*}}` stands for anything." },
      status: ref("LanguageStatus"), name: nullable("string", { maxLength: 1000 }), note: nullable("string", { maxLength: 1000 }),
    }, ["status", "name", "note"]),
    additionalProperties: false,
  },
  ConsentLanguageChange: {
    type: "object",
    additionalProperties: false,
    properties: { status: ref("LanguageStatus"), name: nullable("string", { maxLength: 1000 }), note: nullable("string", { maxLength: 1000 }) },
  },
  Retention: object({
    certificate_id: { type: "string" }, certificate_url: { type: "string" }, is_masked: { type: "boolean" }, masked_cert_url: nullable("string"),
    domain: nullable("string", { description: "The page's; of a masked certificate its label." }), vendor: nullable("string"), reference: nullable("string"),
    outcome: { enum: ["success", "failure"], description: "Of the last request that retained it." }, matched: { type: "boolean" },
    retained_at: moment, kept_until: moment,
  }),
  BulkItem: { allOf: [ref("CertificateRequest"), object({ certificate: { type: "string", description: "Its id or URL." }, retain: ref("Retain") })] },
  BulkRequest: {
    ...object({
      certificates: list({ description: "A BulkItem; what is none is answered as such, in its place." }, { minItems: 1, maxItems: 1000 }),
    }),
    additionalProperties: false,
  },
  BulkAnswer: object({
    results: list({
      allOf: [ref("CertificateAnswer"), object({ certificate: nullable("string"), status: { type: "integer", description: "What this certificate alone would have been answered." } })],
    }),
  }),
  ShareLink: object({ id: { type: "string" }, created_at: moment, expires_at: moment, revoked_at: nullableMoment }),
  Event: object({
    at: moment, replay_ms: { type: "integer", description: "Where the session replay stands then." },
    kind: { enum: ["click", "input", "choice", "submit", "consent", "opt-in", "resize", "other"] }, text: { type: "string" },
  }),
  MetaLead: object({
    form_id: { oneOf: [{ type: "string", minLength: 1, maxLength: 100 }, { type: "integer" }] },
    created_time: { type: "integer", minimum: 0, maximum: 253402300799, description: "Seconds since 1970, in the last 90 days." },
    disclaimer: { type: "string", maxLength: 10000, description: "The form's custom disclaimer." },
    checkboxes: {
      ...list(object({ text: { type: "string", maxLength: 10000 }, is_checked: nullable("boolean") }, ["is_checked"]), { maxItems: 100 }),
      type: ["array", "null"],
    },
    questions: { ...list({ type: "string", maxLength: 10000 }, { maxItems: 100 }), type: ["array", "null"] },
  }, ["checkboxes", "questions"]),
};
