import { CERTIFICATE } from "./components.js";
import { answer, json, keyed, list, nullable, object, parameter, problem, query, ref, response } from "./words.js";

const sent = { 400: response("BadRequest"), 413: response("ContentTooLarge"), 415: response("UnsupportedMediaType") };
const body = (name, example) => ({ required: true, content: json(ref(name), example) });
const tags = ["account"];

const search = [
  query("vendor", "Of any request that retained the certificate; `+` is a space.", { type: "string" }, "Acme Co."),
  query("reference", "The same.", { type: "string" }),
  query("domain", "The page's host, or a masked certificate's label.", { type: "string" }, "quotes.example.com"),
  query("outcome", "Of the last request that retained it.", { enum: ["success", "failure"] }),
  query("matched", "Whether this account matched the lead.", { enum: ["true", "false"] }),
  query("email", "An address, or its SHA-1, that this account matched.", { type: "string" }),
  query("phone", "A number, or its SHA-1, that this account matched.", { type: "string" }),
  query("retained_from", "A moment or day.", { type: "string", format: "date" }),
  query("retained_before", "A moment or day.", { type: "string", format: "date" }),
];

export const accountPaths = {
  "/v1/account": {
    get: { tags, summary: "The account of the key.", responses: keyed({ 200: answer("It.", ref("Account")) }) },
    patch: {
      tags,
      summary: "Changes how the account works from now on.",
      requestBody: body("AccountChange", { retention_days: 1825, verification: { min_font_size_px_required: 12 } }),
      responses: keyed({ 200: answer("The account as it is now.", ref("Account")), ...sent }),
    },
  },
  "/v1/consent-languages": {
    get: {
      tags,
      summary: "The account's consent language manager.",
      parameters: [query("status", "Which to list.", ref("LanguageStatus")), parameter("PlainCursor"), parameter("Limit")],
      responses: keyed({
        200: answer("A page of them.", object({ consent_languages: list(ref("ConsentLanguage")), next_cursor: nullable("string") })),
        400: response("BadRequest"),
      }),
    },
    post: {
      tags,
      summary: "Adds a text, approved unless `status` says otherwise.",
      requestBody: body("NewConsentLanguage", { text: "I agree to be called by Acme" }),
      responses: keyed({
        201: answer("Added.", ref("ConsentLanguage")), ...sent, 409: problem("The account has this text already, or 1,000 such texts."),
      }),
    },
  },
  "/v1/consent-languages/{language}": {
    parameters: [parameter("Language")],
    get: { tags, summary: "One consent language.", responses: keyed({ 200: answer("It.", ref("ConsentLanguage")), 404: response("NotFound") }) },
    patch: {
      tags,
      summary: "Approves, rejects, names or annotates it.",
      requestBody: body("ConsentLanguageChange", { status: "approved" }),
      responses: keyed({
        200: answer("As it is now.", ref("ConsentLanguage")), ...sent, 404: response("NotFound"),
        409: problem("The account has 1,000 unreviewed texts, or 1,000 others, already."),
      }),
    },
    delete: {
      tags,
      summary: "Deletes it; when it is seen again, it is unreviewed.",
      responses: keyed({ 204: { description: "Deleted." }, 404: response("NotFound") }),
    },
  },
  "/v1/retentions": {
    get: {
      tags,
      summary: "Searches what the account retained, newest first.",
      parameters: [...search, parameter("Cursor"), parameter("Limit")],
      responses: keyed({
        200: answer("A page of them.", object({ retentions: list(ref("Retention")), next_cursor: nullable("string") })),
        400: response("BadRequest"),
      }),
    },
    post: {
      tags,
      summary: "Retains up to 1,000 certificates, each by itself.",
      parameters: [{
        name: "Idempotency-Key", in: "header", description: "The same request under the same key is answered again within 24 hours, and not carried out again.",
        schema: { type: "string", minLength: 1, maxLength: 255 },
      }],
      requestBody: body("BulkRequest", { certificates: [{ certificate: CERTIFICATE, match_lead: { email: "jane@example.com" }, retain: { vendor: "Acme Co." } }] }),
      responses: keyed({
        200: answer("A result for each certificate, in the same order.", ref("BulkAnswer")), ...sent,
        409: problem("The same request is being carried out."), 422: problem("The key belongs to another request."),
      }),
    },
  },
  "/v1/retentions/export": {
    get: {
      tags,
      summary: "The same search as a file.",
      parameters: [query("format", "The file's.", { enum: ["csv", "jsonl"], default: "csv" }), ...search],
      responses: keyed({
        200: { description: "The file, as it is read.", content: { "text/csv": { schema: { type: "string" } }, "application/jsonl": { schema: { type: "string" } } } },
        400: response("BadRequest"),
      }),
    },
  },
  "/v1/certificates/meta": {
    post: {
      tags,
      summary: "Makes a certificate of a lead from Meta's instant forms.",
      requestBody: body("MetaLead", {
        form_id: "444444444444", created_time: 1795435200, disclaimer: "By submitting I agree that Acme calls me.",
        checkboxes: [{ text: "Text me too", is_checked: true }], questions: ["What is your phone number?"],
      }),
      responses: keyed({
        201: answer("Made.", object({ id: { type: "string" }, certificate_url: { type: "string" }, expires_at: { type: "string", format: "date-time" } })), ...sent,
        422: problem("The lead is older than 90 days, or of the future."),
      }),
    },
  },
  "/v1/certificates/{certificate}/original": {
    parameters: [parameter("Certificate")],
    get: {
      tags,
      summary: "The full certificate of a masked one, for the account that masked it.",
      responses: keyed({ 200: answer("It.", object({ id: { type: "string" }, certificate_url: { type: "string" } })), 404: response("NotFound") }),
    },
  },
  "/v1/certificates/{certificate}/events": {
    parameters: [parameter("Certificate")],
    get: {
      tags,
      summary: "The event log of a retained full certificate, oldest first.",
      responses: keyed({
        200: answer("It; typed values show once the account has matched the lead.", object({ values_hidden: { type: "boolean" }, events: list(ref("Event")) })),
        404: response("NotFound"),
      }),
    },
  },
  "/v1/certificates/{certificate}/shares": {
    parameters: [parameter("Certificate")],
    get: {
      tags,
      summary: "The share links of a retained certificate, newest first.",
      parameters: [parameter("ListCursor"), parameter("Limit")],
      responses: keyed({
        200: answer("A page of them.", object({ shares: list(ref("ShareLink")), next_cursor: nullable("string") })),
        400: response("BadRequest"), 404: response("NotFound"),
      }),
    },
    post: {
      tags,
      summary: "Makes a share link, which is shown once.",
      responses: keyed({
        201: answer("Made.", { allOf: [ref("ShareLink"), object({ share_url: { type: "string" } })] }), 404: response("NotFound"),
        409: problem("The account has 1,000 open links to the certificate."),
      }),
    },
  },
  "/v1/certificates/{certificate}/shares/{share}": {
    parameters: [parameter("Certificate"), parameter("Share")],
    delete: { tags, summary: "Revokes a share link.", responses: keyed({ 204: { description: "Revoked." }, 404: response("NotFound") }) },
  },
};
