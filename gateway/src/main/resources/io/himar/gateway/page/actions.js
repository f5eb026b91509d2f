/** What one can do with generations and their images. */
import * as api from "./api.js";
import { announce, byId } from "./element.js";
import { filled, pivotOf, refinements } from "./request.js";
import { persist } from "./retry.js";
import { titled } from "./words.js";

export class Actions {
  /** @param tell report: shows a problem; waits: says that the gateway is away; accepted: that it took a generation */
  constructor(store, form, tell) {
    Object.assign(this, { store, form, tell });
  }

  /** Ends all that has not ended yet. */
  cancel(id) {
    return this.end(id, "all", () => api.cancel(id));
  }

  /** Ends what waits; what has begun is drawn. */
  cancelRest(id) {
    return this.end(id, "rest", () => api.cancelRest(id));
  }

  /** Shows a cancellation at once, and sees to it that it arrives. */
  async end(id, what, task) {
    this.store.markCanceling(id, what);
    announce(titled(this.store.get(id)) + (what === "all" ? ": is being canceled" : ": the rest is being canceled"));
    try {
      this.store.put(await persist(task, () => this.store.get(id)));
    } catch (problem) {
      this.store.markCanceling(id, undefined);
      this.tell.report(problem);
    }
  }

  async cancelImage(generation, image) {
    announce(titled(generation) + ", seed " + image.seed + ": is being canceled");
    try {
      await persist(() => api.cancelImage(generation.id, image.index), () => this.store.get(generation.id));
    } catch (problem) {
      this.tell.report(problem);
    }
  }

  async remove(id) {
    const generation = this.store.get(id);
    const count = generation.images.length;
    if (!confirm("Delete " + titled(generation) + " with " + (count === 1 ? "its image?" : "its " + count + " images?"))) return;
    try {
      await api.remove(id);
      this.store.remove(id);
      announce(titled(generation) + ": deleted");
    } catch (problem) {
      this.tell.report(problem);
    }
  }

  /** Fills the form with the settings of a generation, or with those and the seed of one of its images. */
  reuse(generation, image) {
    this.form.fill(filled(generation, image));
    byId("ask").scrollIntoView({ block: "start" });
    byId("go").focus({ preventScroll: true });
    announce("The form has these settings");
  }

  /** New pictures of the same global structure: four seeds after this one. */
  vary(generation, image) {
    const before = Math.min(image.seed, Number.MAX_SAFE_INTEGER - 4);
    const seeds = [1, 2, 3, 4].map(step => before + step);
    const refine = generation.draft ? undefined : generation.refine;
    return this.ask({ pivots: [pivotOf(image)], seeds, refine });
  }

  /** @returns whether the pictures of all picked pivots were asked for */
  async refine(picked, each, steps) {
    for (const request of refinements(picked, each, steps)) {
      if (!(await this.ask(request))) return false;
    }
    return true;
  }

  /** @returns whether it was accepted */
  async ask(request) {
    try {
      this.tell.accepted(await this.send(request));
      return true;
    } catch (problem) {
      this.tell.report(problem);
      return false;
    }
  }

  /** Asks for a generation until there is an answer, and shows it at once. */
  async send(request) {
    const key = api.newKey();
    const generation = await persist(() => api.submit(request, key), undefined, this.tell.waits);
    this.store.put(generation);
    return generation;
  }
}
