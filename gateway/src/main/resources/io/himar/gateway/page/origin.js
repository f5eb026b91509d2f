/** What the images of the form begin with: noise, or kept pivots, which have a model, a class or prompt, and a stage 1 already. */
import { byId, element } from "./element.js";
import * as links from "./links.js";

export class Origin {
  /** @param changed called when the pivots were taken away by hand */
  constructor(changed) {
    this.node = byId("origin");
    byId("origin-clear").addEventListener("click", () => {
      this.pivots = [];
      changed();
    });
    this.pivots = [];
  }

  get isPivots() {
    return this.pivots.length > 0;
  }

  get pivots() {
    return this.ids;
  }

  set pivots(ids) {
    this.ids = ids;
    this.node.hidden = ids.length === 0;
    const named = ids.map((id, place) => element("a", { href: links.ofPivot(id), textContent: ids.length === 1 ? "a pivot" : "pivot " + (place + 1) }));
    byId("origin-text").replaceChildren("Begins with ", ...named.flatMap((name, place) => (place ? [", ", name] : [name])));
  }
}
