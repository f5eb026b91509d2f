/** The gateway's interface. All addresses are relative, so that the page works below any path. */

// A page that is shown as /himar, without a slash, stands for /himar/.
const here = location.pathname.endsWith("/") || location.pathname.endsWith(".html") ? "." : location.pathname + "/";
const root = new URL(here, location.href);

/** What the gateway refuses: a sentence for people, and the fields that are to blame. */
export class Problem extends Error {
  constructor(document, status) {
    super(document.detail || document.title || "The gateway answered with status " + status + ".");
    this.errors = document.errors || [];
  }
}

async function call(path, options) {
  let response;
  try {
    response = await fetch(new URL(path, root), options);
  } catch (failure) {
    throw new Problem({ detail: "The gateway does not answer. Try again." });
  }
  if (response.status === 204) return undefined;
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(body, response.status);
  return body;
}

function generation(id, what = "") {
  return "v1/generations/" + encodeURIComponent(id) + what;
}

export const models = () => call("v1/models").then(found => found.data);
export const find = id => call(generation(id));
export const cancel = id => call(generation(id, "/cancel"), { method: "POST" });
export const remove = id => call(generation(id), { method: "DELETE" });
export const page = (limit, cursor) =>
  call("v1/generations?include=urls&limit=" + limit + (cursor ? "&cursor=" + encodeURIComponent(cursor) : ""));
export const events = id => new EventSource(new URL(generation(id, "/events"), root));

/** The schemas of requests by name, in which the ranges stand; empty where the document is not offered. */
export const schemas = () => call("v3/api-docs").then(document => document.components.schemas).catch(() => ({}));

export function submit(request) {
  const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0"));
  return call("v1/generations", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key.join("") },
    body: JSON.stringify(request),
  });
}
