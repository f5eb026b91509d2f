import { currentKey } from "./key.js";
import { root } from "./api.js";
import { again } from "./request.js";

const quoted = text => "'" + text.replaceAll("'", "'\\''") + "'";

/** A command for a terminal that draws an image again. */
export function curl(generation, image) {
  const lines = ["curl " + quoted(new URL("v1/generations", root).href), "  -H 'content-type: application/json'"];
  if (currentKey()) lines.push('  -H "authorization: Bearer $HIMAR_KEY"');
  lines.push("  -d " + quoted(JSON.stringify(again(generation, image))));
  return lines.join(" \\\n");
}
