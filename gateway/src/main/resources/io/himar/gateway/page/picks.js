/** Pivots that were picked, of any drafts, and what is to be made of them. */
import { byId } from "./element.js";
import { keep, recall } from "./memory.js";

/** What a field says, as a number where it is one. What is none is refused by name. */
function number(id) {
  const text = byId(id).value.trim();
  return text === "" ? undefined : Number.isFinite(Number(text)) ? Number(text) : text;
}

export class Picks {
  /** @param refine called with pivots and their generations, how many pictures of each, and steps of stage 2 or nothing */
  constructor(refine) {
    this.picked = new Map();
    this.before = new Set(recall("picks"));
    this.bar = byId("picks");
    byId("picks-clear").addEventListener("click", () => this.clear());
    byId("picks-form").addEventListener("submit", event => {
      event.preventDefault();
      const each = number("picks-each") ?? 1;
      const isCount = Number.isInteger(each) && each > 0;
      byId("picks-problem").textContent = isCount ? "" : "Pictures of each: " + each + " (expected: a number from 1)";
      if (isCount) this.refine(refine, each);
    });
    this.changed = () => {};
  }

  /** Once at a time: what is on its way is not asked for again. */
  async refine(task, each) {
    byId("picks-refine").disabled = true;
    const picked = [...this.picked].map(([pivot, generation]) => ({ pivot, generation }));
    await task(picked, each, number("picks-steps")).finally(() => (byId("picks-refine").disabled = false));
  }

  has(image) {
    return Boolean(image.pivot && this.picked.has(image.pivot.id));
  }

  set(generation, image, picked) {
    if (!image.pivot) return;
    if (picked) this.picked.set(image.pivot.id, generation);
    else this.picked.delete(image.pivot.id);
    this.show();
    this.changed(generation.id);
  }

  /** Pictures of these are asked for. */
  drop(pivots) {
    const generations = new Set(pivots.map(pivot => this.picked.get(pivot)).filter(Boolean));
    pivots.forEach(pivot => this.picked.delete(pivot));
    this.show();
    generations.forEach(generation => this.changed(generation.id));
  }

  clear() {
    this.before.clear();
    this.drop([...this.picked.keys()]);
  }

  /** Picks again what was picked before the page was loaded. */
  recall(generation) {
    const again = generation.images.filter(image => image.pivot && this.before.delete(image.pivot.id));
    again.forEach(image => this.picked.set(image.pivot.id, generation));
    if (again.length) this.show();
  }

  /** A draft was deleted, and its pivots with it. */
  forget(id) {
    for (const [pivot, generation] of this.picked) {
      if (generation.id === id) this.picked.delete(pivot);
    }
    this.show();
  }

  show() {
    const count = this.picked.size;
    keep("picks", [...this.picked.keys(), ...this.before]);
    this.bar.hidden = count === 0;
    byId("picks-count").textContent = count === 1 ? "1 pivot picked" : count + " pivots picked";
  }
}
