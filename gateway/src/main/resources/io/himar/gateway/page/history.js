/** Filters of the history, and its older pages. */
import * as api from "./api.js";
import { byId, element } from "./element.js";
import * as links from "./links.js";

const PAGE = 12;

export class History {
  constructor(store, feed, models) {
    Object.assign(this, { store, feed });
    this.older = byId("older");
    this.older.addEventListener("click", () => this.more());
    this.status = byId("filter-status");
    this.model = byId("filter-model");
    this.model.append(...[...models.keys()].map(name => element("option", { value: name, textContent: name })));
    this.model.parentElement.hidden = models.size < 2;
    for (const each of [this.status, this.model]) {
      each.addEventListener("change", () => (location.hash = links.ofHistory({ status: this.status.value, model: this.model.value })));
    }
  }

  /** @param filter status and model; a filter of its own has pages of its own */
  async want({ status = "", model = "" }) {
    this.status.value = status;
    this.model.value = model;
    const before = this.filter;
    this.filter = { status: this.status.value, model: this.model.value };
    // What is shown already stays where it is, under the eyes of whoever looks at it.
    if (before?.status === this.filter.status && before?.model === this.filter.model) return;
    this.feed.want(this.filter);
    if (status || model) {
      this.cursor = undefined;
      await this.more();
    } else {
      this.cursor = this.first;
      this.older.hidden = !this.cursor;
    }
  }

  /** The address of what is shown. */
  get link() {
    return links.ofHistory(this.filter ?? {});
  }

  /** Where the list goes on behind what the stream began with. */
  begin(cursor) {
    this.first = cursor;
    if (this.filter?.status || this.filter?.model) return;
    this.cursor = cursor;
    this.older.hidden = !cursor;
  }

  async more() {
    this.older.disabled = true;
    try {
      const { status, ...filter } = this.filter ?? {};
      const page = await api.page(PAGE, this.cursor, { ...filter, status });
      page.data.filter(each => !this.store.get(each.id)).forEach(each => this.store.put(each));
      this.cursor = page.next_cursor;
      this.older.hidden = !this.cursor;
      byId("history-problem").textContent = "";
    } catch (problem) {
      byId("history-problem").textContent = problem.message;
    } finally {
      this.older.disabled = false;
    }
  }
}
