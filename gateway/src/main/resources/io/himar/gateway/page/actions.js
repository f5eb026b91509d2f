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
    announce(titled(this.store.get(id)) + (what === "rest" ? ": the rest is being canceled" : ": is being canceled"));
    try {
      this.store.put(await persist(task, () => this.store.get(id)));
    } catch (problem) {
      this.store.markCanceling(id, undefined);
      this.tell.report(problem);
    }
  }

  /** Ends all generations of which nothing has begun, also those that are not shown. */
  async cancelWaiting() {
    const waiting = this.store.waiting;
    waiting.forEach(id => this.store.markCanceling(id, "waiting"));
    announce("All that waits is being canceled");
    try {
      await api.cancelWaiting();
    } catch (problem) {
      waiting.forEach(id => this.store.markCanceling(id, undefined));
      if (!problem.isAway) return this.tell.report(problem);
      // Asked for later it would also end what was asked for meanwhile, so each is asked for by its name.
      this.tell.waits();
      await Promise.all(waiting.map(id => this.end(id, "waiting", () => api.cancelRest(id))));
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

  /**
   * Asks for pictures of picked pivots, in as many generations as that takes.
   *
   * @param taken called with the pivots of each that was accepted; what comes behind a refusal is not asked for
   */
  async refine(picked, each, steps, taken) {
    const most = model => this.form.models.get(model)?.ranges.count.max ?? Infinity;
    const accepted = [];
    let refusal;
    try {
      for (const request of refinements(picked, each, steps, most)) {
        accepted.push(await this.send(request));
        taken(request.pivots);
      }
    } catch (problem) {
      refusal = problem;
    }
    if (accepted.length) this.tell.accepted(...accepted);
    if (refusal) this.tell.report(refusal);
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
