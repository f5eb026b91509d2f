import { element } from "./element.js";
import { Noise } from "./noise.js";
import { finished } from "./store.js";
import { imageName, imageState, isDraft } from "./words.js";

/** Up to this many pixels a side, a picture is shown with its pixels sharp. */
const SMALL = 128;

export const isSmall = imageSize => imageSize <= SMALL;

/** The picture of an image as far as there is one: the noise of its seed, then the pivot, then the picture. */
export class Picture {
  /** @param broken called when a picture could not be fetched */
  constructor(pixelated, broken) {
    this.broken = broken;
    this.node = element("span", { className: "picture" + (pixelated ? " pixels" : "") });
  }

  update(generation, image) {
    const preview = image.preview?.url;
    const url = image.result?.url ?? preview;
    if (url) this.show(url, imageName(generation, image, image.result ? "" : "pivot"), Boolean(image.result));
    else if (finished(image.status)) this.empty(image);
    else this.drawNoise(image);
  }

  show(url, alt, isResult) {
    const key = url.split("?")[0];
    if (this.key === key) return;
    this.key = key;
    this.noise = undefined;
    const picture = element("img", { src: url, alt, decoding: "async", className: isResult ? "result" : "pivot", draggable: false });
    // What was there stays below until the new one has come.
    const before = [...this.node.children];
    const settle = () => before.forEach(each => each.remove());
    picture.addEventListener("load", () => setTimeout(settle, 350));
    picture.addEventListener("error", () => {
      picture.remove();
      this.key = undefined;
      this.broken();
    });
    before.forEach(each => each.setAttribute("aria-hidden", "true"));
    before.forEach(each => "alt" in each && (each.alt = ""));
    this.node.append(picture);
  }

  drawNoise(image) {
    if (!this.noise) {
      this.noise = new Noise(image.seed);
      this.key = undefined;
      this.node.replaceChildren(this.noise.canvas);
    }
    this.noise.canvas.classList.toggle("begun", image.status === "running");
    this.noise.draw(image.stage === "pivot" && image.step ? image.step / image.steps : 0);
  }

  empty(image) {
    this.noise = this.key = undefined;
    this.node.replaceChildren(element("span", { className: "none", textContent: image.status === "failed" ? "!" : "–", "aria-hidden": "true" }));
  }
}

/** One image in the grid of its generation. */
export class Tile {
  /** @param actions open: shows it large; pick: picks its pivot or not; broken: its picture could not be fetched */
  constructor(generation, image, pixelated, actions) {
    this.picture = new Picture(pixelated, () => actions.broken());
    this.bar = element("span", { className: "bar" });
    this.name = element("span", { className: "unseen" });
    this.button = element("button", { type: "button", className: "tile", onclick: () => actions.open(image.index), tabIndex: -1 },
      this.picture.node, this.bar, this.name);
    this.node = element("li", {}, this.button);
    this.index = image.index;
    this.actions = actions;
  }

  update(generation, image, picked) {
    this.picture.update(generation, image);
    const state = imageState(image);
    const named = image.result || image.preview;
    this.name.textContent = named ? state : imageName(generation, image, state);
    this.button.title = imageName(generation, image, image.error?.message ?? state);
    this.bar.hidden = image.status !== "running";
    this.bar.dataset.stage = image.stage ?? "";
    this.bar.style.setProperty("--done", image.steps ? image.step / image.steps : 0);
    this.node.hidden = finished(image.status) && !image.result && !image.preview;
    this.pickable(generation, image, picked);
  }

  /** A pivot that is kept can be picked. */
  pickable(generation, image, picked) {
    const can = Boolean(image.pivot && isDraft(generation));
    if (can && !this.pick) {
      this.pick = element("input", { type: "checkbox", className: "pick", "aria-label": "Pick " + imageName(generation, image) });
      this.pick.addEventListener("change", () => this.actions.pick(image.index, this.pick.checked));
      this.node.append(element("label", { className: "picker" }, this.pick, element("span", { textContent: image.seed })));
    } else if (!can && this.pick) {
      this.pick.parentElement.remove();
      this.pick = undefined;
    }
    if (this.pick) this.pick.checked = picked;
  }
}
