/** Signed addresses of pictures live for minutes, and a page stays open for days: they are asked for again when needed. */
import * as api from "./api.js";

/** How long an address has to live still, in milliseconds, so that it can be used. */
const SPARE = 5000;

/** How long a generation that was asked for is not asked for again. */
const PAUSE = 10000;

/** Whether a preview or a result can no longer be fetched. */
export const isStale = file => Boolean(file?.expires_at) && new Date(file.expires_at) - Date.now() < SPARE;

export class Fresh {
  constructor(store) {
    this.store = store;
    this.asked = new Map();
  }

  /** Puts the generation with fresh addresses into the store, not more often than is of use. */
  async renew(id) {
    if (Date.now() - (this.asked.get(id) ?? 0) < PAUSE) return;
    this.asked.set(id, Date.now());
    try {
      this.store.put(await api.find(id));
    } catch (problem) {
      // The picture stays as it is until it is looked at again.
    }
  }
}
