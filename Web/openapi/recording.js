import { answer, list, object, parameter, problem, query, response } from "./words.js";

/** Of the bytes of the example. */
const DIGEST = "f82624464e9e95dfae29e0e54c360aff84dda3c419fc8c3bd10ef668bbe7df9e";

const tags = ["recording"];
const security = [{}];
const script = { 200: { description: "The script.", content: { "text/javascript": { schema: { type: "string" } } } }, 403: problem("This server records other sites only."), 429: problem("Too many loaders.") };
const issued = object({
  id: { type: "string" }, issued: { type: "integer", description: "Seconds." }, now: { type: "integer", description: "Milliseconds." },
  certificate_url: { type: "string" }, ping_url: { type: "string" }, token: { type: "string" },
});
const sequence = (schema) => ({ name: "sequence", in: "path", required: true, description: "The batch's number.", schema, ...(schema.type === "string" ? { example: "0" } : { example: 0 }) });
const sha256 = { name: "sha256", in: "path", required: true, description: "Of the bytes, in hex.", schema: { type: "string" }, example: DIGEST };
/** What shows that a request comes from the page that is recorded. */
const access = [
  { ...query("token", "Of the certificate.", { type: "string" }), required: true },
  query("nonce", "Of the page load.", { type: "string", pattern: "^[A-Za-z0-9_-]{1,64}$" }),
];
/** What batches and assets are refused for alike. */
const refused = {
  400: response("BadRequest"), 404: response("NotFound"), 410: problem("The certificate takes no more."),
  413: response("ContentTooLarge"), 429: problem("Too many batches and assets."), 503: problem("Not now."),
};
const preflight = (allowed) => ({ tags, summary: "For browsers that ask first.", security, responses: { 204: { description: allowed } } });
const status = (summary, other) => ({
  get: { tags: ["operation"], summary, security, responses: { 200: answer("Yes.", object({ status: { type: "string" } })), ...other } },
});

export const recordingPaths = {
  "/certify.js": {
    get: { tags, summary: "The loader, with a new certificate in it.", security, parameters: [query("sandbox", "`true` asks for a test certificate.", { type: "string" })], responses: script },
  },
  "/trustedform.js": { get: { tags, summary: "The loader under the name that pages know.", security, responses: script } },
  "/ns.gif": { get: { tags, summary: "A picture for browsers without scripts.", security, responses: { 200: { description: "It.", content: { "image/gif": { schema: { type: "string" } } } } } } },
  "/v1/certificates": {
    post: {
      tags,
      summary: "A new certificate for a page that is open already.",
      security,
      requestBody: {
        required: true,
        content: { "application/json": { schema: object({ page_url: { type: "string", format: "uri" }, sandbox: { type: ["boolean", "null"] } }, ["sandbox"]), example: { page_url: "https://quotes.example/form" } } },
      },
      responses: { 201: answer("Issued.", issued), 400: response("BadRequest"), 403: problem("This server records other sites only."), 413: response("ContentTooLarge"), 422: problem("Not the URL of a page."), 429: problem("Too many certificates.") },
    },
    options: preflight("POST with a content type."),
  },
  "/v1/certificates/{certificate}/events/{sequence}": {
    parameters: [parameter("Certificate")],
    post: {
      tags,
      summary: "Takes a batch of a recording; acknowledged means durable.",
      security,
      parameters: [
        sequence({ type: "integer", minimum: 0, maximum: 9999 }),
        ...access,
        query("sent", "The page's clock, in milliseconds.", { type: "integer" }), query("encoding", "How the body is compressed.", { enum: ["deflate-raw"] }),
        query("submitted", "The batch holds a submission.", { enum: ["1"] }), query("ended", "The last batch of the page's life.", { enum: ["1"] }),
      ],
      requestBody: { required: true, content: { "text/plain": { schema: { type: "string" }, example: "[]" } } },
      responses: {
        ...refused,
        204: { description: "Durable." }, 403: problem("A foreign token, or another site than the operator named."),
        409: problem("A foreign nonce, or other bytes under the same number."),
      },
    },
    options: { ...preflight("POST."), parameters: [sequence({ type: "string" })] },
  },
  "/v1/certificates/{certificate}/assets": {
    parameters: [parameter("Certificate")],
    post: {
      tags,
      summary: "Which images and fonts that a page shows are not kept for its site yet.",
      security,
      parameters: access,
      requestBody: {
        required: true,
        content: { "text/plain": { schema: { type: "string", description: "A JSON array of at most 60 SHA-256 in hex." }, example: `["${DIGEST}"]` } },
      },
      responses: {
        ...refused,
        200: answer("Those that are wanted; none of a page that names no site.", object({ wanted: list({ type: "string" }) })),
        403: problem("A foreign token, or another site than the operator named."), 409: problem("A foreign nonce."),
      },
    },
    options: preflight("POST."),
  },
  "/v1/certificates/{certificate}/assets/{sha256}": {
    parameters: [parameter("Certificate")],
    post: {
      tags,
      summary: "Takes an image or font that a page shows; acknowledged means durable.",
      description: "PNG, JPEG, GIF, WebP, AVIF, SVG, BMP, ICO, WOFF, WOFF2, TTF and OTF, known by how the bytes begin, at most 1 MiB; 60 and 8 MiB of a certificate.",
      security,
      parameters: [sha256, ...access],
      requestBody: {
        required: true,
        content: { "text/plain": { schema: { type: "string" }, example: "GIF89a\u0001" } },
      },
      responses: {
        ...refused,
        204: { description: "Durable." }, 403: problem("A foreign token, another site than the operator named, or none."),
        409: problem("A foreign nonce, or bytes of another digest."), 415: problem("No image or font of these formats."),
      },
    },
    options: { ...preflight("POST."), parameters: [sha256] },
  },
  "/health/live": status("Whether the process answers."),
  "/health/ready": status("Whether its database does.", { 503: problem("Not ready.") }),
  "/metrics": {
    get: {
      tags: ["operation"], summary: "Figures in Prometheus' text format, for the networks that the operator names.", security,
      responses: { 200: { description: "They.", content: { "text/plain": { schema: { type: "string" } } } }, 403: problem("Not told to this address.") },
    },
  },
  "/openapi.json": { get: { tags: ["operation"], summary: "This document.", security, responses: { 200: answer("It.", { type: "object" }) } } },
};
