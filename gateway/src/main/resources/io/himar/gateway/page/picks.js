/** Pivots that were picked, of any drafts, and what is to be made of them. */
import { byId } from "./element.js";
import { seedsOf } from "./form.js";

export class Picks {
  /** @param refine called with the ids of pivots, how many pictures of each, and steps of stage 2 or nothing */
  constructor(refine) {
    this.picked = new Map();
    this.bar = byId("picks");
    byId("picks-clear").addEventListener("click", () => this.clear());
    byId("picks-form").addEventListener("submit", event => {
      event.preventDefault();
      const steps = seedsOf(byId("picks-steps").value)[0];
      refine([...this.picked.keys()], Number(byId("picks-each").value) || 1, steps);
    });
    this.changed = () => {};
  }

  has(image) {
    return Boolean(image.pivot && this.picked.has(image.pivot.id));
  }

  set(generation, image, picked) {
    if (!image.pivot) return;
    if (picked) this.picked.set(image.pivot.id, generation.id);
    else this.picked.delete(image.pivot.id);
    this.show();
    this.changed(generation.id);
  }

  clear() {
    const ids = new Set(this.picked.values());
    this.picked.clear();
    this.show();
    ids.forEach(id => this.changed(id));
  }

  show() {
    const count = this.picked.size;
    this.bar.hidden = count === 0;
    byId("picks-count").textContent = count === 1 ? "1 pivot picked" : count + " pivots picked";
  }
}
