import { button, element } from "./element.js";
import { counts, finished, progress } from "./store.js";
import { isSmall, Tile } from "./tile.js";
import { amount, isDraft, origins, settings, spread, standing, titled } from "./words.js";

/** How large tiles are, by how many there are: a hundred fit a screen. */
const SIZES = [[4, "few"], [12, "some"], [40, "many"]];

const size = count => SIZES.find(([most]) => count <= most)?.[1] ?? "crowd";

/** One generation: what was asked, how far it is, and its pictures. */
export class Card {
  /** @param actions what its buttons and tiles do */
  constructor(generation, model, actions) {
    this.id = generation.id;
    this.actions = actions;
    this.tiles = generation.images.map(image => new Tile(generation, image, isSmall(model?.image_size ?? 256), {
      open: index => actions.open(this.id, index),
      pick: (index, picked) => actions.pick(this.id, index, picked),
      broken: () => actions.renew(this.id),
    }));
    this.build(generation);
  }

  build(generation) {
    const heading = "g-" + generation.id;
    this.title = element("h2", { id: heading });
    this.status = element("p", { className: "standing" });
    this.bar = element("progress", { max: 1, "aria-label": "Progress of " + titled(generation) });
    this.lost = element("p", { className: "problem" });
    this.warnings = element("p", { className: "hint", textContent: (generation.warnings ?? []).map(each => each.message).join("; ") });
    this.grid = element("ul", { className: "grid " + size(generation.images.length), "aria-label": "Pictures", role: "list" },
      ...this.tiles.map(tile => tile.node));
    this.grid.addEventListener("keydown", event => this.move(event));
    this.grid.addEventListener("focusin", event => this.rove(event.target.closest("li")));
    this.buttons = {
      rest: button("Cancel the rest", () => this.actions.cancelRest(this.id), { title: "What has begun is drawn" }),
      cancel: button("Cancel", () => this.actions.cancel(this.id), { title: "Ends all that has not ended" }),
      all: button("Pick all", () => this.actions.pickAll(this.id)),
      reuse: button("Use again", () => this.actions.reuse(this.id), { title: "Fill the form with these settings" }),
      link: element("a", { href: "#/g/" + generation.id, textContent: "Link", title: "An address that holds this" }),
      remove: button("Delete", () => this.actions.remove(this.id)),
    };
    this.details = element("details", { className: "settings" }, element("summary", { textContent: "Settings" }), element("p"));
    this.node = element("article", { "aria-labelledby": heading },
      element("header", {}, element("div", {}, this.title, this.status), element("div", { className: "actions" }, ...Object.values(this.buttons))),
      this.warnings, this.bar, this.grid, this.lost, this.details);
    this.node.dataset.id = generation.id;
    this.rove(this.grid.firstElementChild);
  }

  /** Shows all of it as it is now. */
  update(generation, { canceling, isPicked }) {
    this.title.replaceChildren(titled(generation), element("span", { className: "times", textContent: amount(generation) }));
    const pivots = origins(generation);
    if (pivots) this.title.append(element("span", { className: "chip", textContent: pivots === 1 ? "from a pivot" : `from ${pivots} pivots` }));
    if (isDraft(generation)) this.title.append(element("span", { className: "chip", textContent: "draft" }));
    this.details.lastChild.textContent = this.told(generation);
    generation.images.forEach(image => this.tiles[image.index].update(generation, image, isPicked(image)));
    this.summarize(generation, canceling);
  }

  told(generation) {
    const seeds = generation.images.map(image => image.seed);
    const parts = ["model " + generation.model, (seeds.length > 1 ? "seeds " : "seed ") + spread(seeds), "stage 1: " + settings(generation.pivot)];
    if (generation.refine && !isDraft(generation)) parts.push("stage 2: " + settings(generation.refine));
    return parts.join(" · ");
  }

  updateImage(generation, image, context) {
    this.tiles[image.index].update(generation, image, context.isPicked(image));
    this.summarize(generation, context.canceling);
  }

  summarize(generation, canceling) {
    const over = finished(generation.status);
    this.node.dataset.status = generation.status;
    this.status.textContent = standing(generation, canceling);
    this.bar.hidden = over;
    this.bar.value = progress(generation);
    this.offerEnds(generation, over, canceling);
    this.buttons.remove.hidden = !over;
    this.buttons.all.hidden = !isDraft(generation) || !generation.images.some(image => image.pivot);
    this.tellOfTheLost(generation);
  }

  /** While some are drawn and others wait, the others alone can be ended, too. */
  offerEnds(generation, over, canceling) {
    const { rest, cancel } = this.buttons;
    const ends = ["all", "waiting"].includes(canceling) || generation.status === "canceling";
    const { queued = 0 } = counts(generation);
    rest.hidden = over || queued === 0 || queued === generation.images.length;
    rest.disabled = ends || canceling === "rest";
    cancel.hidden = over;
    cancel.disabled = ends;
    cancel.textContent = rest.hidden ? "Cancel" : "Cancel all";
  }

  /** Images that ended without a picture have no tile; what happened to them is told once. */
  tellOfTheLost(generation) {
    const reasons = new Set(generation.images.filter(image => image.error).map(image => image.error.message));
    const { failed = 0, expired = 0 } = counts(generation);
    this.lost.textContent = failed + expired ? [failed && failed + " failed", expired && expired + " expired"].filter(Boolean).join(", ") + ": " + [...reasons].slice(0, 3).join(" ") : "";
    this.grid.hidden = this.tiles.every(tile => tile.node.hidden);
  }

  /** One tile of the grid is a stop for the tab key, and arrows lead to the others. */
  rove(item) {
    if (!item) return;
    this.tiles.forEach(tile => (tile.button.tabIndex = tile.node === item ? 0 : -1));
  }

  move(event) {
    const steps = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: this.columns, ArrowUp: -this.columns };
    const step = steps[event.key];
    if (!step || event.target.type === "checkbox") return;
    event.preventDefault();
    const shown = this.tiles.filter(tile => !tile.node.hidden);
    const at = shown.findIndex(tile => tile.node.contains(event.target));
    shown[Math.min(shown.length - 1, Math.max(0, at + step))]?.button.focus();
  }

  get columns() {
    return getComputedStyle(this.grid).gridTemplateColumns.split(" ").length;
  }
}
