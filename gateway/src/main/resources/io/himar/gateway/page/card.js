import { element } from "./element.js";
import { finished } from "./follow.js";
import { Picture } from "./picture.js";

function settings(stage) {
  return stage.steps + " steps, guidance " + stage.guidance + " " + stage.guidance_schedule + ", " + stage.sampler + " "
    + stage.denoising_steps + ", temperature " + stage.temperature;
}

function bar(stage, title) {
  return element("progress", { className: stage, max: 1, value: 0, "aria-label": title });
}

/** One generation: what was asked, how far both stages are, and its pictures. */
export class Card {
  /** @param actions what its buttons do: cancel and repeat */
  constructor(generation, imageSize, actions) {
    this.generation = generation;
    this.pictures = generation.images.map(image => new Picture(image, generation.label, imageSize));
    this.status = element("span", { className: "status" });
    this.cancel = element("button", { type: "button", textContent: "Cancel", onclick: () => this.stop(actions.cancel) });
    const repeat = element("button", { type: "button", textContent: "Use again", onclick: () => actions.repeat(generation) });
    this.remove = element("button", { type: "button", textContent: "Delete", onclick: () => actions.remove(this) });
    repeat.title = "Fill the form with these settings";
    this.bars = { pivot: bar("pivot", "Stage 1"), refine: bar("refine", "Stage 2") };
    this.progressNode = element("div", { className: "bars" }, "Stage 1", this.bars.pivot, "Stage 2", this.bars.refine);
    const title = element("h2", { textContent: generation.label + " × " + generation.count });
    this.node = element("article", {},
      element("header", {}, title, this.status, element("div", { className: "actions" }, this.cancel, this.remove, repeat)),
      element("p", { className: "settings", textContent: "1: " + settings(generation.pivot) }),
      element("p", { className: "settings", textContent: "2: " + settings(generation.refine) }),
      this.progressNode,
      element("div", { className: "images" }, ...this.pictures.map(picture => picture.node)));
    this.update(generation);
  }

  async stop(cancel) {
    this.cancel.disabled = true;
    try {
      this.update(await cancel(this.generation.id));
    } finally {
      this.advance();
    }
  }

  connected(connected) {
    if (connected) this.advance();
    else if (!finished(this.generation)) this.say("connection lost, trying again");
  }

  progress(event) {
    this.pictures[event.index].progress(event);
    this.advance();
  }

  image(event) {
    this.pictures[event.index].update(event);
    if (event.status !== "queued" && this.generation.status === "queued") this.generation.status = "running";
    this.advance();
  }

  update(generation) {
    this.generation = generation;
    generation.images.forEach(image => this.pictures[image.index].update(image));
    this.advance();
  }

  advance() {
    for (const stage of ["pivot", "refine"]) {
      const done = this.pictures.reduce((sum, picture) => sum + picture.shares[stage], 0);
      this.bars[stage].value = done / this.pictures.length;
    }
    const over = finished(this.generation);
    this.cancel.hidden = over;
    this.remove.hidden = !over;
    this.cancel.disabled = this.generation.status === "canceling";
    this.progressNode.hidden = over;
    this.say(over ? this.summary() : this.generation.status === "canceling" ? "being canceled" : this.counted());
    this.status.className = "status " + this.generation.status;
  }

  counted() {
    const drawn = this.pictures.filter(picture => picture.status === "succeeded").length;
    return drawn > 0 ? drawn + " of " + this.pictures.length + " drawn" : this.generation.status;
  }

  summary() {
    const { status, created_at: created, finished_at: ended } = this.generation;
    const seconds = (new Date(ended) - new Date(created)) / 1000;
    const drawn = this.pictures.filter(picture => picture.status === "succeeded").length;
    const what = drawn > 0 && status !== "succeeded" ? status + ", " + drawn + " of " + this.pictures.length + " drawn" : status;
    return ended ? what + " in " + seconds.toFixed(1) + " s" : what;
  }

  say(text) {
    this.status.textContent = text;
  }
}
