/** The gateway's interface. All addresses are relative, so that the page works below any path. */
import { currentKey, keyRefused } from "./key.js";

// A page that is shown as /himar, without a slash, stands for /himar/.
const here = location.pathname.endsWith("/") || location.pathname.endsWith(".html") ? "." : location.pathname + "/";
export const root = new URL(here, location.origin + location.pathname);

/** What the gateway refuses: a sentence for people, and the fields that are to blame. */
export class Problem extends Error {
  constructor(document, status) {
    super(document.detail || document.title || "The gateway answered with status " + status + ".");
    this.errors = document.errors || [];
    this.status = status;
  }

  /** Whether nobody has looked at the request, so that the same may succeed a little later. */
  get isAway() {
    return this.status === 0 || (this.status >= 502 && this.status <= 504);
  }
}

/** Headers that every request has. */
export function headers(more = {}) {
  const key = currentKey();
  return key ? { ...more, Authorization: "Bearer " + key } : more;
}

async function call(path, options = {}) {
  let response;
  try {
    response = await fetch(new URL(path, root), { ...options, headers: headers(options.headers) });
  } catch (failure) {
    throw new Problem({ detail: "himar does not answer." }, 0);
  }
  if (response.status === 204) return undefined;
  const body = await response.json().catch(() => ({}));
  if (response.status === 401) keyRefused();
  if (!response.ok) throw new Problem(body, response.status);
  return body;
}

const generation = (id, what = "") => "v1/generations/" + encodeURIComponent(id) + what;

/** Where a browser saves the file of a picture from. */
export const fileOf = (id, index) => new URL(generation(id, "/images/" + index + "/content?download=true"), root).href;

export const models = () => call("v1/models").then(found => found.data);
export const find = id => call(generation(id));
export const cancel = id => call(generation(id, "/cancel"), { method: "POST" });
export const cancelRest = id => call(generation(id, "/cancel?images=waiting"), { method: "POST" });
export const cancelWaiting = () => call("v1/generations/cancel", { method: "POST" });
export const cancelImage = (id, index) => call(generation(id, "/images/" + index + "/cancel"), { method: "POST" });
export const remove = id => call(generation(id), { method: "DELETE" });
export const pivot = id => call("v1/pivots/" + encodeURIComponent(id));
export const fleet = () => call("v1/workers");

/** A page of generations; what is empty in the filter is not asked for. */
export function page(limit, cursor, filter) {
  const query = new URLSearchParams({ include: "urls", limit });
  for (const [name, value] of Object.entries({ ...filter, cursor })) {
    if (value) query.set(name, value);
  }
  return call("v1/generations?" + query);
}

/** A new key for a request that may have to be repeated. */
export const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");

/** Asks for a generation. A repetition with the same key makes no second one. */
export function submit(request, key = newKey()) {
  return call("v1/generations", {
    method: "POST",
    headers: { "Content-Type": "application/json", "Idempotency-Key": key },
    body: JSON.stringify(request),
  });
}
