/** One image, large: its pivot and its picture side by side, with all that it was made with. */
import { fileOf } from "./api.js";
import { announce, button, byId, element } from "./element.js";
import { curl } from "./curl.js";
import { isStale } from "./fresh.js";
import { currentKey } from "./key.js";
import * as links from "./links.js";
import { pivotOf } from "./request.js";
import { finished } from "./store.js";
import { isSmall, Picture } from "./tile.js";
import { imageName, imageState, isDraft, settings, span, titled } from "./words.js";

function row(name, value) {
  return value === undefined || value === "" ? [] : [element("dt", { textContent: name }), element("dd", {}, value)];
}

const timings = times => (times ? Object.entries({ queue: times.queue_seconds, pivot: times.pivot_seconds, refine: times.refine_seconds })
  .filter(([, length]) => length !== undefined).map(([name, length]) => name + " " + span(length)).join(", ") : "");

export class Viewer {
  /** @param actions what its buttons do; store, models, moved: told which image is shown, closed */
  constructor(store, models, actions) {
    Object.assign(this, { store, models, actions });
    this.dialog = byId("viewer");
    this.dialog.addEventListener("close", () => {
      // It is told later, when another image may be shown.
      if (!this.id || this.dialog.open) return;
      this.id = undefined;
      actions.closed();
    });
    this.dialog.addEventListener("keydown", event => this.key(event));
    byId("viewer-close").addEventListener("click", () => this.dialog.close());
    byId("viewer-previous").addEventListener("click", () => this.step(-1));
    byId("viewer-next").addEventListener("click", () => this.step(1));
  }

  get generation() {
    return this.store.get(this.id);
  }

  get image() {
    return this.generation?.images[this.index];
  }

  open(id, index) {
    Object.assign(this, { id, index });
    const small = isSmall(this.models.get(this.generation.model)?.image_size ?? 256);
    this.pivot = new Picture(small, () => this.actions.renew(this.id));
    this.result = new Picture(small, () => this.actions.renew(this.id));
    this.pictures = byId("viewer-pictures");
    this.captions = { pivot: element("figcaption"), result: element("figcaption") };
    this.pictures.replaceChildren(
      element("figure", {}, this.pivot.node, this.captions.pivot), element("figure", {}, this.result.node, this.captions.result));
    this.update();
    if (!this.dialog.open) this.dialog.showModal();
  }

  close() {
    if (this.dialog.open) this.dialog.close();
  }

  /** Shows it as it is now; called whenever something of its generation has changed. */
  update() {
    const { generation, image } = this;
    if (!generation || !image) return this.close();
    byId("viewer-title").textContent = titled(generation);
    byId("viewer-place").textContent = this.index + 1 + " of " + generation.images.length;
    const preview = image.preview;
    this.pivot.update(generation, { ...image, result: undefined, preview, status: preview ? image.status : image.status === "succeeded" ? "canceled" : image.status });
    this.captions.pivot.textContent = "Pivot" + (image.stage === "pivot" && image.step ? ", step " + image.step + " of " + image.steps : "");
    this.result.update(generation, { ...image, preview: undefined, stage: image.stage === "refine" ? "pivot" : undefined });
    this.captions.result.textContent = image.result ? "Picture, " + image.result.width + " × " + image.result.height : image.stage === "refine" && image.step ? "Picture, step " + image.step + " of " + image.steps : "Picture";
    this.pictures.lastChild.hidden = isDraft(generation);
    this.describe(element("dl", {}, ...this.details(generation, image)));
    this.offer(generation, image);
  }

  /** What has not changed stays, and with it the place of who reads it. */
  describe(list) {
    const told = list.textContent + this.id + this.index;
    if (this.told === told) return;
    this.told = told;
    byId("viewer-details").replaceChildren(...list.childNodes);
  }

  details(generation, image) {
    return [
      ...row("State", imageState(image) || "drawn"), ...row("Reason", image.error?.message), ...row("Seed", String(image.seed)),
      ...row(generation.prompt === undefined ? "Class" : "Prompt", generation.label), ...row("Model", generation.model), ...row("Stage 1", settings(generation.pivot)),
      ...row("Stage 2", isDraft(generation) || !generation.refine ? undefined : settings(generation.refine)), ...row("Took", timings(image.timings)),
      ...row("Begun with", image.source_pivot && element("a", { href: links.ofPivot(image.source_pivot), textContent: "pivot " + image.source_pivot.slice(0, 8), title: image.source_pivot })),
      ...row("Pivot", image.pivot && "kept until " + new Date(image.pivot.expires_at).toLocaleString()),
    ];
  }

  offer(generation, image) {
    const { actions } = this;
    const made = [
      pivotOf(image) && button("More like this", () => actions.vary(generation, image), { className: "primary", title: "New pictures of the same global structure" }),
      image.result && this.saving(image),
      button("Use these settings", () => actions.reuse(generation, image)),
      button("Copy as curl", () => this.copy(curl(generation, image), "The command")),
      button("Copy link", () => this.copy(location.href, "The link")),
      !finished(image.status) && button("Cancel this one", () => actions.cancelImage(generation, image)),
    ].filter(Boolean);
    const offered = made.map(each => each.textContent + (each.href ?? "")).join() + this.id + this.index;
    if (this.offered === offered) return;
    this.offered = offered;
    byId("viewer-actions").replaceChildren(...made);
  }

  /** The gateway's own address has the browser save the file. Where a key is needed, a link cannot show it: then the picture is opened, from where it can be saved. */
  saving(image) {
    if (!currentKey()) return element("a", { className: "button", href: fileOf(this.id, this.index), textContent: "Download", download: "" });
    return element("a", { className: "button", href: image.result.url, target: "_blank", rel: "noopener", textContent: "Open", onclick: event => this.openFresh(event) });
  }

  /** By an address that is valid still. */
  async openFresh(event) {
    if (!isStale(this.image.result)) return;
    event.preventDefault();
    await this.actions.renew(this.id);
    if (!isStale(this.image.result)) element("a", { href: this.image.result.url, target: "_blank", rel: "noopener" }).click();
  }

  async copy(text, what) {
    try {
      await navigator.clipboard.writeText(text);
      this.say(what + " is copied");
    } catch (refused) {
      byId("viewer-copied").textContent = text;
    }
  }

  say(text) {
    byId("viewer-copied").textContent = text;
    announce(text);
  }

  key(event) {
    if (event.target.matches("input, select")) return;
    if (event.key === "ArrowLeft") this.step(-1);
    else if (event.key === "ArrowRight") this.step(1);
    else return;
    event.preventDefault();
  }

  /** To the next image, also of the next generation. */
  step(by) {
    const next = this.actions.beside(this.id, this.index, by);
    if (!next) return;
    byId("viewer-copied").textContent = "";
    this.open(next.id, next.index);
    this.actions.moved(next.id, next.index);
    announce(imageName(this.generation, this.image, imageState(this.image)));
  }
}
