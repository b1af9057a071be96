import { certificatePaths } from "./certificates.js";
import { accountPaths } from "./accounts.js";
import { disclosurePaths } from "./disclosure.js";
import { ownershipPaths } from "./ownership.js";
import { recordingPaths } from "./recording.js";
import { pagePaths } from "./pages.js";
import { webhookParameters, webhookPaths, webhookSchemas } from "./webhooks.js";
import { parameters, responses, schemas } from "./components.js";

/** What `/openapi.json` answers: every route that the server has, the demo's aside. */
export const document = {
  openapi: "3.1.0",
  info: {
    title: "Signet",
    version: "0.1.0",
    summary: "Records visits to lead forms and answers questions about them.",
    description:
      "The certificate API is TrustedForm's, version by version; what lies under `/v1` is Signet's own. Requests with an API key are "
      + "counted: every answer to one says what is left in `RateLimit` and `RateLimit-Policy`. No text that is sent may have the "
      + "character U+0000.",
    license: { name: "Apache-2.0", identifier: "Apache-2.0" },
  },
  servers: [{ url: "/" }],
  security: [{ basic: [] }],
  tags: [
    { name: "certificates", description: "The certificate API: match, retain, ask, verify." },
    { name: "account", description: "What an account keeps, and how it works." },
    { name: "disclosure", description: "Asking what masked certificates hide, and answering." },
    { name: "ownership", description: "Which domains are the account's, and who may learn it." },
    { name: "webhooks", description: "Being told what happens, as Standard Webhooks has it." },
    { name: "recording", description: "What the browser's SDK asks for and sends." },
    { name: "pages", description: "Pages for people, and what their forms post." },
    { name: "operation", description: "For the operator." },
  ],
  paths: { ...recordingPaths, ...accountPaths, ...ownershipPaths, ...disclosurePaths, ...webhookPaths, ...certificatePaths, ...pagePaths },
  components: {
    securitySchemes: {
      basic: { type: "http", scheme: "basic", description: "Any user name; the API key is the password." },
      bearer: { type: "http", scheme: "bearer", description: "The API key." },
    },
    parameters: { ...parameters, ...webhookParameters },
    responses,
    schemas: { ...schemas, ...webhookSchemas },
  },
};
