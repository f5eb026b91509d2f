/** Queue and workers, for those who operate the suite. */
import * as api from "./api.js";
import { byId, element } from "./element.js";
import { span } from "./words.js";

const EACH = 2000;
const TITLES = { pivot: "Stage 1, pivot", refine: "Stage 2, refine" };

function figure(name, value) {
  return element("div", {}, element("dt", { textContent: name }), element("dd", { textContent: value }));
}

function stage(load) {
  const busy = load.running + load.handed_over;
  return element("section", { "aria-label": TITLES[load.stage] },
    element("h3", { textContent: TITLES[load.stage] }),
    element("meter", { min: 0, max: Math.max(1, load.slots), value: Math.min(busy, Math.max(1, load.slots)), "aria-label": "Slots in use, " + TITLES[load.stage] }),
    element("dl", { className: "figures" },
      figure("waiting", load.waiting), figure("longest wait", load.waiting ? span(load.longest_wait_seconds) : "none"),
      figure("in work", busy), figure("slots", load.slots), figure(load.workers === 1 ? "worker" : "workers", load.workers)));
}

/** A name with the places where it may go on in the next line. */
function breakable(name) {
  const fragment = document.createDocumentFragment();
  fragment.append(...name.split(/(?<=[@#])/).flatMap((part, index) => (index ? [element("wbr"), part] : [part])));
  return fragment;
}

function worker(each) {
  const cells = [breakable(each.id), each.stage, each.in_hand + " of " + each.slots, each.models.join(", "), each.reason ? each.reason.replaceAll("_", " ") : "takes work"];
  return element("tr", { className: each.reason ? "idle" : "" }, ...cells.map((cell, index) => element(index ? "td" : "th", { scope: index ? undefined : "row" }, cell)));
}

export class FleetView {
  constructor() {
    this.node = byId("fleet");
  }

  show(shown) {
    this.node.hidden = !shown;
    clearTimeout(this.timer);
    this.shown = shown;
    if (shown) this.look();
  }

  async look() {
    try {
      const { stages, workers } = await api.fleet();
      byId("fleet-stages").replaceChildren(...stages.map(stage));
      byId("fleet-workers").replaceChildren(...workers.map(worker));
      byId("fleet-problem").textContent = workers.length ? "" : "No worker has been heard of lately. Images wait until one comes.";
    } catch (problem) {
      if (problem.status === 401) return;
      byId("fleet-problem").textContent = problem.status === 403 ? "This key does not show the fleet: it needs the scope admin." : problem.message;
    }
    if (this.shown) this.timer = setTimeout(() => this.look(), EACH);
  }
}
