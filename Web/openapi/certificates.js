import { CERTIFICATE, parameters } from "./components.js";
import { answer, json, parameter, query, ref, response } from "./words.js";

/** The same answer for each of the statuses. */
const each = (statuses, answer) => Object.fromEntries(statuses.map((status) => [status, answer]));
/** By the version in which the request was made. */
const either = (...names) => ({ description: "The request is not carried out.", content: json({ anyOf: names.map(ref) }) });
const errors = [400, 401, 402, 403, 413, 429];
const claimBody = {
  content: {
    "application/json": { schema: ref("ClaimRequest"), example: { email: "jane@example.com", required_scan_terms: ["I agree"] } },
    "application/x-www-form-urlencoded": { schema: ref("ClaimForm") },
  },
};

const page = {
  tags: ["certificates"],
  summary: "Shows the certificate's page.",
  description:
    "To whoever retained it and is signed in, and to whoever has a share link; anybody else sees that it exists and how long. With an API key "
    + "and `Accept: application/json`, what versions 3 and 2 answered when the account retained it.",
  security: [{}, { basic: [] }],
  parameters: [
    query("shared_token", "Of a share link, which opens the page to whoever has it.", { type: "string" }),
    { ...parameters.ApiVersion, description: "In which version an earlier claim is told; without it, in the account's own. Version 4.0 borrows from 3.0." },
  ],
  responses: {
    200: {
      description: "The page, or the earlier claim.",
      content: { "text/html": { schema: { type: "string" } }, ...json({ oneOf: [ref("Claim3"), ref("Claim2")] }) },
    },
    404: { description: "Unknown, expired, or nothing that you may see.", content: { "text/html": { schema: { type: "string" } }, ...json(ref("ClaimRefusal")) } },
    ...each([400, 401, 402], response("ClaimError")), 429: either("ClaimError", "Failure"),
  },
};

export const certificatePaths = {
  "/{certificate}": {
    parameters: [parameter("AskedCertificate")],
    get: page,
    post: {
      tags: ["certificates"],
      summary: "Matches a lead, retains, asks, verifies.",
      description:
        "Version 4.0 takes a CertificateRequest and answers 200. With `Api-Version: 3.0` or `2.0` the body is a ClaimRequest, as JSON or as a form, "
        + "and the answer is 201 with the claim.",
      parameters: [parameter("ApiVersion")],
      requestBody: {
        required: true,
        content: {
          ...json({ anyOf: [ref("CertificateRequest"), ref("ClaimRequest")] }, {
            match_lead: { email: "jane@example.com", phone: "5125551212" },
            retain: { reference: "1128238382829", vendor: "Acme Co." },
            insights: { properties: ["age_seconds", "domain"], scans: { required: ["I agree"], forbidden: ["free"] } },
          }),
          "application/x-www-form-urlencoded": { schema: ref("ClaimForm") },
        },
      },
      responses: {
        200: answer("Carried out, or understood and not possible (`outcome` is `error`).", ref("CertificateAnswer"), {
          outcome: "success", reason: null,
          match_lead: { email: "jane@example.com", phone: "5125551212", result: { email_match: true, phone_match: true, success: true } },
          retain: {
            reference: "1128238382829", vendor: "Acme Co.",
            results: { expires_at: "2027-02-21T12:00:00Z", masked_cert_url: `https://certificates.example/${CERTIFICATE}`, previously_retained: false },
          },
        }),
        201: answer("Versions 3.0 and 2.0: retained.", { oneOf: [ref("Claim3"), ref("Claim2")] }),
        ...each(errors, either("Failure", "ClaimError")), 400: either("MalformedRequest", "ClaimError"),
        ...each([404, 405, 422], either("Failure", "ClaimRefusal")), 410: response("ClaimRefusal"),
      },
    },
  },
  "/{certificate}/": {
    parameters: [parameter("AskedCertificate")],
    get: page,
    post: {
      tags: ["certificates"],
      summary: "Version 3.0: answers as a claim does, and keeps nothing.",
      parameters: [{ name: "Api-Version", in: "header", description: "Without it, the account's own must be 3.0.", schema: { enum: ["3.0"] } }],
      requestBody: claimBody,
      responses: { 200: answer("What the certificate says.", ref("Claim3")), ...each(errors, response("ClaimError")), 401: either("ClaimError", "Failure"), ...each([404, 410], response("ClaimRefusal")) },
    },
  },
  "/{certificate}/peek": {
    parameters: [parameter("AskedCertificate")],
    post: {
      tags: ["certificates"],
      summary: "Version 2.0: answers, and keeps nothing.",
      security: [{ basic: [] }, { bearer: [] }],
      requestBody: claimBody,
      responses: { 201: answer("What the certificate says; durations in seconds.", ref("Peek")), ...each([...errors, 404, 410], response("ClaimError")) },
    },
  },
  "/{certificate}/validate": {
    parameters: [parameter("Certificate")],
    get: {
      tags: ["certificates"],
      summary: "Says whether an id is genuine and less than 90 days old, from the id alone.",
      responses: {
        200: answer("Genuine or not.", ref("Validity"), { outcome: "success", reason: "This is a valid Web certificate id" }),
        401: response("Failure"), 402: response("Failure"), 429: response("Failure"),
      },
    },
  },
  "/{certificate}/replay": {
    parameters: [parameter("Certificate")],
    get: {
      tags: ["pages"],
      summary: "The session replay's events, for the certificate's own page.",
      security: [{}],
      responses: { 200: answer("rrweb events, by the server's clock.", { type: "object" }), 404: response("NotFound") },
    },
  },
};
