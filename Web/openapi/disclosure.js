import { answer, json, keyed, list, nullable, object, parameter, problem, query, ref, response } from "./words.js";

const sent = { 400: response("BadRequest"), 413: response("ContentTooLarge"), 415: response("UnsupportedMediaType") };
const body = (name, example, more = {}) => ({ required: true, content: json(ref(name), example), ...more });
const tags = ["disclosure"];

export const disclosurePaths = {
  "/v1/certificates/{certificate}/disclosure-requests": {
    parameters: [parameter("Certificate")],
    post: {
      tags,
      summary: "Asks whoever masked a certificate what it hides.",
      requestBody: body("NewDisclosureRequest", { message: "The consumer disputes the consent." }, { required: false }),
      responses: keyed({
        201: answer("Asked.", ref("DisclosureRequest")), ...sent, 404: response("NotFound"), 409: problem("An earlier request is open."),
        422: problem("The certificate is not another account's masked one, or was asked about too often."),
      }),
    },
  },
  "/v1/disclosure-requests": {
    get: {
      tags,
      summary: "What was asked of the account, or by it, newest first.",
      parameters: [query("side", "Which.", ref("DisclosureSide"), "received"), parameter("ListCursor"), parameter("Limit")],
      responses: keyed({
        200: answer("A page of them.", object({ disclosure_requests: list(ref("DisclosureRequest")), next_cursor: nullable("string") })),
        400: response("BadRequest"),
      }),
    },
  },
  "/v1/disclosure-requests/{request}": {
    parameters: [parameter("DisclosureRequest")],
    get: { tags, summary: "One request.", responses: keyed({ 200: answer("It.", ref("DisclosureRequest")), 404: response("NotFound") }) },
  },
  "/v1/disclosure-requests/{request}/answer": {
    parameters: [parameter("DisclosureRequest")],
    post: {
      tags,
      summary: "Discloses the certificate or some of its facts, or refuses; once.",
      requestBody: body("DisclosureAnswer", { disclose: ["domain", "page_url"] }),
      responses: keyed({
        200: answer("Answered.", ref("DisclosureRequest")), ...sent, 404: response("NotFound"), 409: problem("It has been answered."),
        422: problem("Nothing is kept of the certificate any more."),
      }),
    },
  },
};
