import { html, object, parameter } from "./words.js";

const tags = ["pages"];
const security = [{}];
const seeOther = { description: "Goes to the page." };
const form = (properties) => ({
  content: { "application/x-www-form-urlencoded": { schema: object({ csrf: { type: "string" }, ...properties }, Object.keys(properties)) } },
});
const text = { type: "string" };
const refused = { 403: html("The form is not from this session."), 404: html("Unknown, or not yours."), 413: html("Too large."), 429: html("Too many different values were tried.") };

/** What a form on a certificate's page posts to. Loading its address again leads back to the page. */
const posted = (summary, fields, more = []) => ({
  parameters: [parameter("Certificate"), ...more],
  get: { tags, summary: "Back to the page.", security, responses: { 303: seeOther } },
  post: {
    tags, summary, security, requestBody: form(fields),
    responses: { 200: html("The page."), 303: seeOther, 400: html("Something is missing."), 405: html("A test certificate."), 422: html("Retained as often as it may be."), ...refused },
  },
});

export const pagePaths = {
  "/": { get: { tags, summary: "The home page.", security, responses: { 200: html("It.") } } },
  "/replay/frame": { get: { tags, summary: "The frame that a session replay plays in.", security, responses: { 200: html("It.") } } },
  "/sign-in": {
    get: { tags, summary: "The sign-in page.", security, responses: { 200: html("It.") } },
    post: {
      tags, summary: "Signs in with an API key.", security, requestBody: form({ api_key: text, next: text }),
      responses: { 200: html("Not signed in, and why."), 303: seeOther, 400: html("Not signed in, and why."), 401: html("Not signed in, and why."), 402: html("Disabled."), 403: refused[403], 413: refused[413] },
    },
  },
  "/sign-out": { post: { tags, summary: "Signs out.", security, requestBody: form({}), responses: { 303: seeOther, 403: refused[403], 413: refused[413] } } },
  "/{certificate}/retain": posted("Retains the certificate.", { lead: text, vendor: text, reference: text }),
  "/{certificate}/match": posted("Compares the lead with an address or number.", { lead: text, shared_token: text }),
  "/{certificate}/shares": posted("Makes a share link.", {}),
  "/{certificate}/disclosure-requests": posted("Asks what a masked certificate hides.", { message: text, shows_name: text }),
  "/{certificate}/disclosure-requests/{request}/answer": posted(
    "Answers a request.", { answer: { enum: ["certificate", "facts", "refuse"] }, reason: text, shows_name: text }, [parameter("DisclosureRequest")],
  ),
  "/{certificate}/shares/{share}/revoke": posted("Revokes a share link.", {}, [parameter("Share")]),
};
