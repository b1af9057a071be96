import { answer, json, keyed, list, nullable, object, parameter, problem, ref, response } from "./words.js";

const sent = { 400: response("BadRequest"), 413: response("ContentTooLarge"), 415: response("UnsupportedMediaType") };
const body = (name, example, more = {}) => ({ required: true, content: json(ref(name), example), ...more });
const page = (name, of) => answer("A page of them.", object({ [name]: list(ref(of)), next_cursor: nullable("string") }));
const tags = ["ownership"];

export const ownershipPaths = {
  "/v1/domains": {
    get: {
      tags,
      summary: "The account's domains, by name.",
      parameters: [parameter("PlainCursor"), parameter("Limit")],
      responses: keyed({ 200: page("domains", "Domain"), 400: response("BadRequest") }),
    },
    post: {
      tags,
      summary: "Adds a domain; its `txt_record` proves whose it is.",
      requestBody: body("NewDomain", { domain: "example.com", retains_automatically: true }),
      responses: keyed({ 201: answer("Added, and not verified yet.", ref("Domain")), ...sent, 409: problem("The account has this domain already.") }),
    },
  },
  "/v1/domains/{domain}": {
    parameters: [parameter("Domain")],
    get: { tags, summary: "One domain.", responses: keyed({ 200: answer("It.", ref("Domain")), 404: response("NotFound") }) },
    patch: {
      tags,
      summary: "Changes what the account chose for it.",
      requestBody: body("DomainChange", { retains_automatically: true }),
      responses: keyed({ 200: answer("As it is now.", ref("Domain")), ...sent, 404: response("NotFound") }),
    },
    delete: { tags, summary: "Removes it.", responses: keyed({ 204: { description: "Removed." }, 404: response("NotFound") }) },
  },
  "/v1/domains/{domain}/check": {
    parameters: [parameter("Domain")],
    post: {
      tags,
      summary: "Looks for the TXT record now; the server does so by itself every few minutes.",
      responses: keyed({ 200: answer("What was found.", ref("Domain")), 404: response("NotFound") }),
    },
  },
  "/v1/connections": {
    get: {
      tags,
      summary: "The accounts that this one knows, and invitations.",
      parameters: [parameter("PlainCursor"), parameter("Limit")],
      responses: keyed({ 200: page("connections", "Connection"), 400: response("BadRequest") }),
    },
    post: {
      tags,
      summary: "Invites another account.",
      requestBody: body("NewConnection", { account: "acc_Zm9yIGV4YW1wbGU", shares_ownership: true }),
      responses: keyed({
        201: answer("Invited.", ref("Connection")), ...sent, 409: problem("The two have a connection already."),
        422: problem("There is no such account."),
      }),
    },
  },
  "/v1/connections/{connection}": {
    parameters: [parameter("Connection")],
    get: { tags, summary: "One connection.", responses: keyed({ 200: answer("It.", ref("Connection")), 404: response("NotFound") }) },
    patch: {
      tags,
      summary: "Decides whether the other account may learn what this one owns.",
      requestBody: body("ConnectionChange", { shares_ownership: false }),
      responses: keyed({ 200: answer("As it is now.", ref("Connection")), ...sent, 404: response("NotFound") }),
    },
    delete: { tags, summary: "Ends it, or takes back or declines an invitation.", responses: keyed({ 204: { description: "Ended." }, 404: response("NotFound") }) },
  },
  "/v1/connections/{connection}/accept": {
    parameters: [parameter("Connection")],
    post: {
      tags,
      summary: "Accepts an invitation.",
      requestBody: body("ConnectionChange", { shares_ownership: true }, { required: false }),
      responses: keyed({
        200: answer("Connected.", ref("Connection")), ...sent, 403: problem("The account was not invited."), 404: response("NotFound"),
      }),
    },
  },
};
