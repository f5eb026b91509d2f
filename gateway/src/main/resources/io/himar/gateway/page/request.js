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

/** Those that may be refined together: a generation has one model, one class or prompt, and one stage 1. */
function ofOneKind(picked) {
  const kinds = new Map();
  for (const each of picked) {
    const { model, class: index, prompt, pivot } = each.generation;
    const kind = JSON.stringify([model, index, prompt, pivot]);
    kinds.set(kind, [...(kinds.get(kind) ?? []), each]);
  }
  return [...kinds.values()];
}

/**
 * Requests that refine pivots: as many for each kind as it needs.
 *
 * @param most says of a model how many images a request may ask for
 */
export function refinements(picked, each, steps, most) {
  const first = Math.floor(Math.random() * 1e6);
  const seeds = each > 1 ? Array.from({ length: each }, (unused, index) => first + index) : undefined;
  const refine = steps === undefined ? undefined : { steps };
  return ofOneKind(picked).flatMap(kind => {
    const together = Math.max(1, Math.floor(most(kind[0].generation.model) / each));
    const requests = Array.from({ length: Math.ceil(kind.length / together) }, (unused, index) => kind.slice(index * together, (index + 1) * together));
    return requests.map(part => ({ pivots: part.map(({ pivot }) => pivot), seeds, refine }));
  });
}
