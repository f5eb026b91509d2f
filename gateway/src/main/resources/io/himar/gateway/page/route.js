/** Shows what the address says. */
import * as api from "./api.js";
import { byId } from "./element.js";
import * as links from "./links.js";
import { report } from "./tell.js";

export class Router {
  /** @param views store, feed, history, form, viewer and fleet */
  constructor(views) {
    Object.assign(this, views);
    addEventListener("hashchange", () => this.go());
  }

  async go() {
    const { view, parts, parameters } = links.read();
    this.fleet.show(view === "fleet");
    byId("images").hidden = view === "fleet";
    this.mark(view === "fleet" ? "#/fleet" : "#/");
    // A pivot will be shown in its place: closing it tells the address of the list, and is told only later.
    if (view !== "g" && view !== "p") this.viewer.close();
    if (view === "new") this.form.fill(links.request(parameters));
    else if (view === "") await this.history.want(Object.fromEntries(parameters));
    else if (view === "g") await this.orTell(() => this.generation(...parts));
    else if (view === "p") await this.orTell(() => this.pivot(...parts));
  }

  mark(current) {
    for (const link of document.querySelectorAll("nav a")) {
      if (link.hash === current) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }

  async orTell(task) {
    try {
      await task();
    } catch (problem) {
      report(problem);
    }
  }

  /** A generation that a link names may be older than all that is shown. */
  async generation(id, index) {
    if (!this.store.get(id)) this.store.put(await api.find(id));
    if (index !== undefined && this.store.get(id).images[index]) this.viewer.open(id, Number(index));
    else this.feed.reveal(id);
  }

  /** A pivot is shown as the image whose stage 1 made it. */
  async pivot(id) {
    const { generation_id: generation, index } = await api.pivot(id);
    links.replace(links.ofImage(generation, index));
    await this.generation(generation, index);
  }
}
