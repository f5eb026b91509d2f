/** The requests that draw again what there is: with the same settings, and from the same pivot where there was one. */
import { isDraft } from "./words.js";

/** The pivot from which an image was drawn, or can be drawn again. */
export const pivotOf = image => image.source_pivot ?? image.pivot?.id;

/** The request that draws an image again, and nothing else. */
export function again(generation, image) {
  const { model, pivot, refine } = generation;
  if (image.source_pivot) return { pivots: [image.source_pivot], seeds: [image.seed], refine };
  const request = { model, class: generation.class, prompt: generation.prompt, seed: image.seed, pivot };
  return isDraft(generation) ? { ...request, draft: true } : { ...request, refine };
}

/** The same for all images of a generation, or for one of them, as the form takes it: seeds are a list. */
export function filled(generation, image) {
  const images = image ? [image] : generation.images;
  const { model, label, prompt, priority, pivot, refine } = generation;
  const request = { model, label, prompt, priority, pivot, refine, draft: isDraft(generation), seeds: images.map(each => each.seed) };
  if (!images[0].source_pivot) return request;
  const pivots = [...new Set(images.map(each => each.source_pivot))];
  return { ...request, pivots, pivot: undefined, seeds: image ? request.seeds : seedsOfEach(pivots, images) };
}

/** The seeds that all pivots have; none if each was refined with its own. */
function seedsOfEach(pivots, images) {
  const lists = pivots.map(pivot => images.filter(image => image.source_pivot === pivot).map(image => image.seed));
  const same = lists.every(list => list.join() === lists[0].join());
  return same ? lists[0] : [];
}

/** Requests that refine pivots: one for each kind, because a generation has one model, one class or prompt, and one stage 1. */
export function refinements(picked, each, steps) {
  const kinds = new Map();
  for (const { pivot, generation } of picked) {
    const kind = JSON.stringify([generation.model, generation.class, generation.prompt, generation.pivot]);
    kinds.set(kind, [...(kinds.get(kind) ?? []), pivot]);
  }
  const first = Math.floor(Math.random() * 1e6);
  const seeds = each > 1 ? Array.from({ length: each }, (unused, index) => first + index) : undefined;
  return [...kinds.values()].map(pivots => ({ pivots, seeds, refine: steps === undefined ? undefined : { steps } }));
}
