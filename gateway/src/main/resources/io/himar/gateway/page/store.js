/** All generations that the page knows, kept up to date by events. */

export const finished = status => !["queued", "running", "canceling"].includes(status);

/** Tells of what has changed by its id, and by the index of an image where only that has. */
export class Store {
  constructor() {
    this.generations = new Map();
    this.listeners = new Set();
    this.canceling = new Map();
  }

  listen(listener) {
    this.listeners.add(listener);
  }

  tell(change) {
    this.listeners.forEach(listener => listener(change));
  }

  get(id) {
    return this.generations.get(id);
  }

  /** The newest first. */
  get all() {
    return [...this.generations.values()].sort((one, other) =>
      other.created_at.localeCompare(one.created_at) || other.id.localeCompare(one.id));
  }

  /** Takes a generation as the gateway shows it. */
  put(generation) {
    const before = this.generations.get(generation.id);
    if (finished(generation.status)) this.canceling.delete(generation.id);
    this.generations.set(generation.id, generation);
    this.spareBegun(generation);
    this.tell({ kind: before ? "changed" : "added", id: generation.id });
  }

  clear() {
    const ids = [...this.generations.keys()];
    this.generations.clear();
    ids.forEach(id => this.tell({ kind: "removed", id }));
  }

  remove(id) {
    if (this.generations.delete(id)) this.tell({ kind: "removed", id });
  }

  /** Generations of which nothing has begun, and whose end was not asked for here. */
  get waiting() {
    return [...this.generations.values()].filter(each => each.status === "queued" && !this.canceling.has(each.id)).map(each => each.id);
  }

  /** What begins before its end was asked for together with all that waits goes on. */
  spareBegun({ id, status }) {
    if (status === "running" && this.canceling.get(id) === "waiting") this.canceling.delete(id);
  }

  /** Its end was asked for here, and has not come yet: of "all" of it, of the "rest" that waits, or of it among all that is "waiting". */
  markCanceling(id, what) {
    if (what) this.canceling.set(id, what);
    else this.canceling.delete(id);
    this.tell({ kind: "changed", id });
  }

  take({ name, data }) {
    if (name === "generation" || name === "done") this.put(data);
    else if (name === "deleted") this.remove(data.generation);
    else if (name === "queue") data.data.forEach(place => this.place(place));
    else if (name === "progress") this.progress(data);
    else if (data.generation !== undefined && data.index !== undefined) this.image(data);
  }

  place({ generation: id, ...place }) {
    const generation = this.generations.get(id);
    if (!generation) return;
    Object.assign(generation, place);
    this.tell({ kind: "changed", id });
  }

  progress({ generation: id, index, stage, step, steps, progress }) {
    const image = this.generations.get(id)?.images[index];
    // Steps are not in order with changes of state, so a late one never moves a picture back.
    if (!image || finished(image.status) || (image.stage === "refine" && stage === "pivot")) return;
    if (progress < image.progress) return;
    Object.assign(image, { status: "running", stage, step, steps, progress });
    this.tell({ kind: "image", id, index });
  }

  image(event) {
    const generation = this.generations.get(event.generation);
    const image = generation?.images[event.index];
    if (!image || finished(image.status)) return;
    const { generation: id, at, ...news } = event;
    Object.assign(image, { error: undefined, step: undefined, steps: undefined }, news);
    if (finished(image.status)) Object.assign(image, { stage: undefined, progress: 1, finished_at: at });
    else if (image.status === "queued") image.progress = 0;
    if (generation.status === "queued" && image.status !== "queued") {
      Object.assign(generation, { status: "running", started_at: at });
    }
    this.spareBegun(generation);
    this.tell({ kind: "image", id, index: event.index });
  }
}

/** How many images of a generation there are of each status. */
export function counts(generation) {
  const found = {};
  generation.images.forEach(image => (found[image.status] = (found[image.status] ?? 0) + 1));
  return found;
}

/** Share of a generation's work that is done. */
export const progress = generation =>
  generation.images.reduce((sum, image) => sum + image.progress, 0) / Math.max(1, generation.images.length);
