/** What the address says, after its #: so it stays when the page is loaded again, and can be sent to others. */

/** @returns what is to be shown: its name, and its parts and parameters */
export function read() {
  const [path, query = ""] = location.hash.replace(/^#\/?/, "").split("?");
  const [view = "", ...parts] = path.split("/").map(decoded);
  return { view, parts, parameters: new URLSearchParams(query) };
}

/** What somebody typed may be no code at all; it is then what it looks like. */
function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch (malformed) {
    return part;
  }
}

const query = parameters => {
  const text = new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== undefined && value !== "")).toString();
  return text ? "?" + text : "";
};

export const ofImage = (id, index) => "#/g/" + id + "/" + index;
export const ofPivot = id => "#/p/" + id;
export const ofHistory = filter => "#/" + query(filter);

/** A link that holds all parameters of a request. */
export function ofRequest(request) {
  const flat = {};
  for (const [name, value] of Object.entries(request)) {
    if (value === undefined) continue;
    if (Array.isArray(value)) flat[name] = value.join(",");
    else if (typeof value === "object") for (const [inner, each] of Object.entries(value)) flat[name + "." + inner] = each;
    else flat[name] = value;
  }
  return "#/new" + query(flat);
}

const NUMBER = /^-?\d+(\.\d+)?$/;
const value = text => (["true", "false"].includes(text) ? text === "true" : NUMBER.test(text) ? Number(text) : text);
const READERS = { seeds: text => text.split(",").map(Number), pivots: text => text.split(","), label: text => text, prompt: text => text };

/** The request of a link. */
export function request(parameters) {
  const found = {};
  for (const [name, text] of parameters) {
    const [outer, inner] = name.split(".");
    if (inner) (found[outer] ??= {})[inner] = value(text);
    else found[outer] = (READERS[name] ?? value)(text);
  }
  return found;
}

/** Shows another address without an entry in the history. */
export function replace(hash) {
  history.replaceState(null, "", hash || location.pathname + location.search);
}
