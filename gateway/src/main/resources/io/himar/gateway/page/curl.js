import { currentKey } from "./key.js";
import { root } from "./api.js";
import { isDraft } from "./words.js";

const quoted = text => "'" + text.replaceAll("'", "'\\''") + "'";

/** The request that draws an image again, and nothing else. */
export function again(generation, image) {
  const { model, pivot, refine } = generation;
  const request = { model, class: generation.class, seed: image.seed, pivot, refine };
  return isDraft(generation) ? { ...request, refine: undefined, draft: true } : request;
}

/** A command for a terminal that asks for it. */
export function curl(generation, image) {
  const lines = ["curl " + quoted(new URL("v1/generations", root).href), "  -H 'content-type: application/json'"];
  if (currentKey()) lines.push('  -H "authorization: Bearer $HIMAR_KEY"');
  lines.push("  -d " + quoted(JSON.stringify(again(generation, image))));
  return lines.join(" \\\n");
}
