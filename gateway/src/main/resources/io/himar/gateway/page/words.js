/** What things are called. */
import { counts, finished, progress } from "./store.js";

const PLURALS = { queued: "waiting", running: "being drawn", succeeded: "drawn", failed: "failed", canceled: "canceled", expired: "expired" };

/** What a generation shows, as a title: a number alone would be none, nor would an empty prompt. */
export const titled = ({ label, prompt }) =>
  prompt === undefined ? (/^\d+$/.test(label) ? "Class " + label : label) : prompt.trim() || "Without a prompt";

/** An image for those who do not see it. */
export function imageName(generation, image, kind = "") {
  return titled(generation) + ", seed " + image.seed + (kind ? ", " + kind : "");
}

export function imageState(image) {
  if (image.status === "running") return image.step === undefined ? image.stage : image.stage + " " + image.step + " of " + image.steps;
  return image.status === "queued" ? "waiting" : image.status === "succeeded" ? "" : image.status;
}

export function seconds(from, to) {
  return (new Date(to) - new Date(from)) / 1000;
}

/** A length of time, roughly. */
export function span(length) {
  if (length < 10) return length.toFixed(1) + " s";
  if (length < 90) return Math.round(length) + " s";
  return length < 5400 ? Math.round(length / 60) + " min" : Math.round(length / 3600) + " h";
}

/**
 * How a generation stands, in a sentence.
 *
 * @param canceling what of it is to end: "all", the "rest" that waits, or all if all of it is "waiting"
 */
export function standing(generation, canceling) {
  if (finished(generation.status)) return ended(generation);
  if (["all", "waiting"].includes(canceling) || generation.status === "canceling") return "Being canceled";
  if (generation.status === "queued") return waiting(generation);
  const found = counts(generation);
  const drawn = (found.succeeded ?? 0) + " of " + generation.images.length + " drawn";
  if (found.queued && canceling === "rest") return drawn + ", the rest is being canceled";
  return drawn + (found.canceled ? ", " + found.canceled + " canceled, " : ", ") + Math.floor(100 * progress(generation)) + " %";
}

function waiting({ queue_position: position, estimated_start_at: start }) {
  if (!position) return "Waiting";
  const ahead = position === 1 ? "Next in the queue" : position - 1 + " images are before it";
  const wait = start ? seconds(new Date(), start) : 0;
  return wait > 2 ? ahead + ", begins in about " + span(wait) : ahead;
}

function ended(generation) {
  const found = counts(generation);
  const parts = Object.entries(PLURALS).filter(([status]) => found[status]).map(([status, word]) => found[status] + " " + word);
  const what = found.succeeded === generation.images.length ? (generation.images.length > 1 ? parts[0] : "Drawn") : parts.join(", ");
  return generation.finished_at ? what + " in " + span(seconds(generation.created_at, generation.finished_at)) : what;
}

export function settings(stage) {
  const { denoising_steps: first, last_denoising_steps: last } = stage;
  const parts = [
    stage.steps + " steps" + (stage.order === "random" ? "" : " in the order of a " + stage.order),
    "guidance " + stage.guidance + " " + stage.guidance_schedule + (stage.unguided_below > 1 ? ", none below " + stage.unguided_below : "") +
      (stage.guidance_refresh > 1 ? ", anew every " + stage.guidance_refresh : ""),
    first + (last < first ? " to " + last : "") + " denoising steps of " + stage.sampler.replaceAll("_", " "),
    "temperature " + stage.temperature,
  ];
  return parts.join(", ");
}

/** Whether a generation is one of pivots alone. */
export const isDraft = generation => Boolean(generation.draft);

/** How many images there are; those of drafts are pivots. */
export function amount(...generations) {
  const count = generations.reduce((sum, each) => sum + each.images.length, 0);
  return count + (generations.every(isDraft) ? " pivot" : " image") + (count === 1 ? "" : "s");
}

/** Of how many pivots the images of a generation were drawn; 0 if they began with noise. */
export const origins = generation => new Set(generation.images.map(image => image.source_pivot).filter(Boolean)).size;

/** Seeds, shortly: a row of them by its ends. */
export function spread(seeds) {
  const row = seeds.every((seed, place) => seed === seeds[0] + place);
  if (row) return seeds.length > 1 ? seeds[0] + " to " + seeds.at(-1) : String(seeds[0]);
  return seeds.length > 6 ? seeds.slice(0, 6).join(", ") + " and " + (seeds.length - 6) + " others" : seeds.join(", ");
}
