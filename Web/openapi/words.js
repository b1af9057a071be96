/** Short words for what OpenAPI says at length. */
export const ref = (name) => ({ $ref: `#/components/schemas/${name}` });
export const parameter = (name) => ({ $ref: `#/components/parameters/${name}` });
export const response = (name) => ({ $ref: `#/components/responses/${name}` });
export const nullable = (type, more = {}) => ({ type: [type, "null"], ...more });

/** An object whose members are all there, but for those in `optional`. */
export const object = (properties, optional = []) => ({
  type: "object",
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});

export const list = (items, more = {}) => ({ type: "array", items, ...more });

export const json = (schema, example) => ({ "application/json": { schema, ...(example === undefined ? {} : { example }) } });

/** An answer with a JSON body. */
export const answer = (description, schema, example) => ({ description, content: json(schema, example) });

export const problem = (description) => ({
  description,
  content: { "application/problem+json": { schema: ref("Problem") } },
});

/** What every route under `/v1` that takes a key may answer. */
export const keyed = (responses) => ({
  ...responses,
  401: response("Unauthorized"),
  402: response("Inactive"),
  429: response("TooManyRequests"),
});

export const query = (name, description, schema, example) => ({
  name, in: "query", description, schema, ...(example === undefined ? {} : { example }),
});

export const html = (description) => ({ description, content: { "text/html": { schema: { type: "string" } } } });
