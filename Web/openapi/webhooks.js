import { answer, json, keyed, list, nullable, object, parameter, problem, ref, response } from "./words.js";

const sent = { 400: response("BadRequest"), 413: response("ContentTooLarge"), 415: response("UnsupportedMediaType") };
const body = (name, example) => ({ required: true, content: json(ref(name), example) });
const page = (name, of) => answer("A page of them.", object({ [name]: list(ref(of)), next_cursor: nullable("string") }));
const found = { 404: response("NotFound") };
const disabled = { 409: problem("The webhook is disabled.") };
const tags = ["webhooks"];

export const webhookPaths = {
  "/v1/webhooks": {
    get: {
      tags,
      summary: "The account's webhooks.",
      parameters: [parameter("PlainCursor"), parameter("Limit")],
      responses: keyed({ 200: page("webhooks", "Webhook"), 400: response("BadRequest") }),
    },
    post: {
      tags,
      summary: "Adds a webhook; its secret is told this once.",
      requestBody: body("NewWebhook", { url: "https://crm.example.com/signet", events: ["retention.created"] }),
      responses: keyed({ 201: answer("Added.", ref("WebhookWithSecret")), ...sent, 409: problem("The account has ten already.") }),
    },
  },
  "/v1/webhooks/{webhook}": {
    parameters: [parameter("Webhook")],
    get: { tags, summary: "One webhook.", responses: keyed({ 200: answer("It.", ref("Webhook")), ...found }) },
    patch: {
      tags,
      summary: "Changes it; what waited for a disabled one is sent once it is enabled.",
      requestBody: body("WebhookChange", { enabled: true }),
      responses: keyed({ 200: answer("As it is now.", ref("Webhook")), ...sent, ...found }),
    },
    delete: { tags, summary: "Removes it, and what waits for it.", responses: keyed({ 204: { description: "Removed." }, ...found }) },
  },
  "/v1/webhooks/{webhook}/rotate-secret": {
    parameters: [parameter("Webhook")],
    post: {
      tags,
      summary: "Makes a new secret, told this once; the old one signs beside it for 24 hours.",
      responses: keyed({ 200: answer("Rotated.", ref("WebhookWithSecret")), ...found }),
    },
  },
  "/v1/webhooks/{webhook}/test": {
    parameters: [parameter("Webhook")],
    post: { tags, summary: "Sends a `webhook.test` event.", responses: keyed({ 202: answer("On its way.", ref("WebhookDelivery")), ...found, ...disabled }) },
  },
  "/v1/webhooks/{webhook}/deliveries": {
    parameters: [parameter("Webhook")],
    get: {
      tags,
      summary: "What was sent in the last 30 days, newest first.",
      parameters: [parameter("ListCursor"), parameter("Limit")],
      responses: keyed({ 200: page("deliveries", "WebhookDelivery"), 400: response("BadRequest"), ...found }),
    },
  },
  "/v1/webhooks/{webhook}/deliveries/{delivery}/replay": {
    parameters: [parameter("Webhook"), parameter("Delivery")],
    post: {
      tags,
      summary: "Sends the same message again.",
      responses: keyed({ 202: answer("On its way.", ref("WebhookDelivery")), ...found, ...disabled }),
    },
  },
};

export const webhookParameters = {
  Webhook: { name: "webhook", in: "path", required: true, description: "A webhook's id.", schema: { type: "string" }, example: "wh_Zm9yIGV4YW1wbGU" },
  Delivery: { name: "delivery", in: "path", required: true, description: "A message's id.", schema: { type: "string" }, example: "msg_Zm9yIGV4YW1wbGU" },
};

const moment = { type: "string", format: "date-time" };
const choices = ["retention.created", "disclosure.requested", "disclosure.answered", "domain.verified", "domain.lapsed"];
const events = {
  ...list({ enum: choices }, { minItems: 1 }),
  type: ["array", "null"],
  description: "Null for all, also for those of later versions.",
};
const webhook = {
  id: { type: "string" }, url: { type: "string" }, events, description: nullable("string"),
  enabled: { type: "boolean", description: "False once it was switched off, or its URL answered 410." }, created_at: moment,
};
const url = {
  type: "string", maxLength: 2000,
  pattern: "^https://([A-Za-z0-9_-]{1,60}\\.){0,3}[A-Za-z][A-Za-z0-9_-]{0,60}(:[1-9][0-9]{0,3})?([/?]([!$&-;=?-Z\\[\\]_a-z~]|%[0-9A-Fa-f]{2})*)?$",
  description: "HTTPS, at a host of the public internet.",
};
const description = nullable("string", { maxLength: 1000 });

export const webhookSchemas = {
  Webhook: object(webhook),
  WebhookWithSecret: object({ ...webhook, secret: { type: "string", description: "`whsec_` and Base64: signs what is sent." } }),
  NewWebhook: { ...object({ url, events, description }, ["events", "description"]), additionalProperties: false },
  WebhookChange: { type: "object", additionalProperties: false, properties: { url, events, description, enabled: { type: "boolean" } } },
  WebhookDelivery: object({
    id: { type: "string", description: "The message's `webhook-id`, the same however often it is sent." },
    type: { enum: [...choices, "webhook.test"] }, created_at: moment, state: { enum: ["pending", "delivered", "failed"] },
    attempts: { type: "integer", description: "Since it was made, or last replayed." },
    last_status: nullable("integer"), last_error: nullable("string", { description: "Why there was no answer." }),
    next_attempt_at: nullable("string", { format: "date-time" }),
  }),
};
