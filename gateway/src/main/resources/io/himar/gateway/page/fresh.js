/** Signed addresses of pictures live for minutes, and a page stays open for days: they are asked for again when needed. */
import * as api from "./api.js";

/** How long an address has to live still, in milliseconds, so that it can be used. */
const SPARE = 5000;

/** How long a generation that was asked for is not asked for again: longer each time, while its pictures do not come. */
const PAUSE = 10000;
const LONGEST_PAUSE = 300000;

/** Whether a preview or a result can no longer be fetched. */
export const isStale = file => Boolean(file?.expires_at) && new Date(file.expires_at) - Date.now() < SPARE;

export class Fresh {
  constructor(store) {
    this.store = store;
    this.asked = new Map();
  }

  /** Puts the generation with fresh addresses into the store: at once, or when it may be asked for again. */
  renew(id) {
    const last = this.asked.get(id);
    if (!last || Date.now() - last.at > 2 * LONGEST_PAUSE) return this.ask(id, PAUSE);
    last.next ??= new Promise(resolve => setTimeout(resolve, last.at + last.pause - Date.now()))
      .then(() => this.ask(id, Math.min(LONGEST_PAUSE, 2 * last.pause)));
    return last.next;
  }

  async ask(id, pause) {
    this.asked.set(id, { at: Date.now(), pause });
    try {
      this.store.put(await api.find(id));
    } catch (problem) {
      // The picture stays as it is until it is looked at again.
    }
  }
}
