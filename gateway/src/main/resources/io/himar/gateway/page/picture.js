import { element } from "./element.js";

/** Up to this many pixels a side, a picture is shown with its pixels sharp. */
const SMALL = 128;

const OVER = ["succeeded", "failed", "canceled", "expired"];

/** One image of a generation: waiting, then its preview, then its result or the reason why there is none. */
export class Picture {
  constructor(image, label, imageSize) {
    this.label = label;
    this.seed = image.seed;
    this.shares = { pivot: 0, refine: 0 };
    this.frame = element("a", { className: "picture waiting" });
    this.frame.classList.toggle("pixels", imageSize <= SMALL);
    this.state = element("span");
    this.reason = element("span", { className: "reason", hidden: true });
    this.node = element("figure", {}, this.frame,
      element("figcaption", {}, element("span", { textContent: "seed " + image.seed }), this.state, this.reason));
    this.update(image);
  }

  get over() {
    return OVER.includes(this.status);
  }

  progress(event) {
    if (this.over) return;
    // Steps are not in order with changes of state, so a late one never moves a bar back.
    if (event.stage === "refine") this.shares.pivot = 1;
    this.shares[event.stage] = Math.max(this.shares[event.stage], event.step / event.steps);
    this.state.textContent = event.stage + " " + event.step + "/" + event.steps;
  }

  update(image) {
    this.status = image.status;
    if (image.status === "queued") this.shares = { pivot: 0, refine: 0 };
    if (image.stage === "refine") this.shares.pivot = 1;
    if (image.status === "succeeded") this.shares = { pivot: 1, refine: 1 };
    this.state.textContent = image.status === "succeeded" ? "" : image.status === "running" ? image.stage : image.status;
    this.frame.classList.toggle("waiting", !this.over);
    this.frame.classList.toggle("lost", this.over && this.status !== "succeeded");
    this.explain(image.error);
    if (image.preview && !image.result) this.show("preview", image.preview.url);
    if (image.result) this.finish(image.result);
  }

  explain(error) {
    this.reason.hidden = !error;
    this.reason.textContent = error ? error.message : "";
    this.reason.title = error ? error.code : "";
  }

  show(kind, url) {
    const shown = this.frame.querySelector("img." + kind);
    if (shown) return;
    const alt = this.label + ", seed " + this.seed + (kind === "preview" ? ", preview" : "");
    this.frame.append(element("img", { className: kind, src: url, alt }));
  }

  finish(result) {
    this.show("result", result.url);
    this.frame.querySelector("img.preview")?.remove();
    this.frame.href = result.url;
    this.frame.target = "_blank";
    this.frame.rel = "noopener";
    this.frame.download = this.label + "-seed" + this.seed + ".png";
    this.frame.title = "Open the picture (" + result.width + " × " + result.height + ")";
    this.state.replaceChildren(element("a", {
      href: result.url, target: "_blank", rel: "noopener", download: this.frame.download, textContent: "download",
      "aria-label": "Download " + this.label + ", seed " + this.seed,
    }));
  }
}
