/** What one can do with generations and their images. */
import * as api from "./api.js";
import { announce, byId } from "./element.js";
import { again } from "./curl.js";
import { isDraft, titled } from "./words.js";

const RETRY = 2000;

/** Does it again until the gateway answers, because what was asked for must not be lost. */
export async function persist(task, isWanted) {
  for (;;) {
    try {
      return await task();
    } catch (problem) {
      if (!problem.passes || !isWanted()) throw problem;
      await new Promise(resolve => setTimeout(resolve, RETRY));
    }
  }
}

export class Actions {
  constructor(store, form, report) {
    Object.assign(this, { store, form, report });
  }

  /** Shows the cancellation at once, and sees to it that it arrives. */
  async cancel(id) {
    const name = this.store.get(id).label;
    this.store.markCanceling(id);
    announce(titled(name) + ": is being canceled");
    try {
      this.store.put(await persist(() => api.cancel(id), () => this.store.get(id)));
    } catch (problem) {
      this.store.canceling.delete(id);
      this.report(problem);
    }
  }

  async cancelImage(generation, image) {
    announce(titled(generation.label) + ", seed " + image.seed + ": is being canceled");
    try {
      await persist(() => api.cancelImage(generation.id, image.index), () => this.store.get(generation.id));
    } catch (problem) {
      this.report(problem);
    }
  }

  async remove(id) {
    const generation = this.store.get(id);
    if (!confirm("Delete " + titled(generation.label) + " with its " + generation.images.length + " images?")) return;
    try {
      await api.remove(id);
      this.store.remove(id);
      announce(titled(generation.label) + ": deleted");
    } catch (problem) {
      this.report(problem);
    }
  }

  reuse(generation, image) {
    const seeds = image ? [image.seed] : generation.images.map(each => each.seed);
    const { model, label, priority, pivot, refine } = generation;
    const draft = isDraft(generation);
    this.form.fill({ model, label, priority, pivot, refine, draft, seeds });
    byId("ask").scrollIntoView({ block: "start" });
    byId("go").focus({ preventScroll: true });
    announce("The form has these settings");
  }

  /** New pictures of the same global structure: four seeds after this one. */
  async vary(generation, image) {
    const seeds = [1, 2, 3, 4].map(step => image.seed + step);
    await this.ask(() => api.vary(image.pivot.id, { seeds, refine: isDraft(generation) ? undefined : again(generation, image).refine, keep_pivot: true }));
  }

  /** The pictures of picked pivots. */
  async refine(pivots, each, steps) {
    const first = Math.floor(Math.random() * 1e6);
    const request = { pivots, keep_pivot: true };
    if (each > 1) request.seeds = Array.from({ length: each }, (unused, index) => first + index);
    if (steps) request.refine = { steps };
    return this.ask(() => api.submit(request));
  }

  /** @returns whether it was accepted */
  async ask(task) {
    try {
      const generation = await task();
      this.store.put(generation);
      announce(titled(generation.label) + ": accepted");
      return true;
    } catch (problem) {
      this.report(problem);
      return false;
    }
  }
}
