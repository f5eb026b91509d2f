/** The history: cards of all generations that are known and wanted, the newest first. */
import { byId } from "./element.js";
import { Card } from "./card.js";
import { finished } from "./store.js";

export class Feed {
  /** @param actions what cards do; context(generation): what a card has to know beside its generation */
  constructor(store, models, actions, context) {
    Object.assign(this, { store, models, actions, context });
    this.list = byId("generations");
    this.cards = new Map();
    this.filter = {};
    this.dirty = new Set();
    store.listen(change => this.hear(change));
  }

  get ids() {
    return [...this.list.children].map(node => node.dataset.id);
  }

  /** Shows those alone that the filter wants: a status, a model, or one id. */
  want(filter) {
    this.filter = filter;
    this.cards.forEach(card => card.node.remove());
    this.store.all.filter(each => this.wants(each)).forEach(generation => this.list.append(this.card(generation).node));
    this.count();
  }

  wants(generation) {
    const { status, model, id } = this.filter;
    return (!id || generation.id === id) && (!model || generation.model === model)
      && (!status || generation.status === status || (status === "unfinished" && !finished(generation.status)));
  }

  hear({ kind, id, index }) {
    if (kind === "removed") this.drop(id);
    else if (kind === "image") this.image(id, index);
    else this.later(id);
  }

  /** Many things may change before the browser draws the page again. */
  later(id) {
    if (this.dirty.size === 0) requestAnimationFrame(() => this.draw());
    this.dirty.add(id);
  }

  draw() {
    const ids = [...this.dirty];
    this.dirty.clear();
    ids.forEach(id => this.show(this.store.get(id)));
    this.count();
  }

  /** Brings a generation into view, whatever the filter says. */
  reveal(id) {
    this.place(this.store.get(id));
    this.count();
    const { node } = this.cards.get(id);
    requestAnimationFrame(() => node.scrollIntoView({ block: "start" }));
    node.querySelector(".tile")?.focus({ preventScroll: true });
  }

  show(generation) {
    // What is shown stays, also where it does not fit the filter any more: nothing vanishes under a hand.
    if (generation && (this.isShown(generation.id) || this.wants(generation))) this.place(generation);
  }

  /** Whether the upper part of a generation is on the screen. */
  isInView(id) {
    const top = this.isShown(id) ? this.cards.get(id).node.getBoundingClientRect().top : -1;
    return top >= 0 && top < innerHeight - 120;
  }

  isShown(id) {
    return Boolean(this.cards.get(id)?.node.isConnected);
  }

  place(generation) {
    const shown = this.isShown(generation.id);
    const { node } = this.card(generation);
    if (shown) return;
    const next = [...this.list.children].find(each => this.isOlder(each.dataset.id, generation));
    this.list.insertBefore(node, next ?? null);
  }

  isOlder(id, generation) {
    const other = this.store.get(id);
    return !other || (other.created_at.localeCompare(generation.created_at) || other.id.localeCompare(generation.id)) < 0;
  }

  card(generation) {
    let card = this.cards.get(generation.id);
    if (!card) {
      card = new Card(generation, this.models.get(generation.model), this.actions);
      this.cards.set(generation.id, card);
    }
    card.update(generation, this.context(generation));
    return card;
  }

  image(id, index) {
    const generation = this.store.get(id);
    this.cards.get(id)?.updateImage(generation, generation.images[index], this.context(generation));
  }

  drop(id) {
    this.cards.get(id)?.node.remove();
    this.cards.delete(id);
    this.count();
  }

  count() {
    byId("empty").hidden = this.list.childElementCount > 0 || !this.ready;
    byId("empty").textContent = Object.values(this.filter).some(Boolean) ? "Nothing here is like that." : "Nothing has been drawn yet. Say what to draw and press Generate.";
  }

  /** All that there was when the page was opened is here. */
  isReady() {
    this.ready = true;
    this.list.setAttribute("aria-busy", "false");
    this.later("");
  }

  /** The image beside one, also of the generation beside. */
  beside(id, index, by) {
    const shown = this.ids.flatMap(each => this.store.get(each).images
      .filter(image => image.result || image.preview || !finished(image.status))
      .map(image => ({ id: each, index: image.index })));
    const at = shown.findIndex(each => each.id === id && each.index === index);
    return shown[at + by];
  }
}
