import * as api from "./api.js";

/** A browser holds six connections to a server; the others are for what the page asks for meanwhile. */
const MOST_STREAMS = 3;
const PAUSE = 2000;

let streams = 0;

export const finished = generation => !["queued", "running", "canceling"].includes(generation.status);

/**
 * Tells a view what becomes of a generation: by its events where a connection is free for them, by looking again
 * otherwise.
 */
export function follow(id, view) {
  if (streams < MOST_STREAMS) listen(id, view);
  else look(id, view);
}

function listen(id, view) {
  streams++;
  const events = api.events(id);
  const close = () => {
    events.close();
    streams--;
  };
  const read = handler => event => handler(JSON.parse(event.data));
  events.onopen = () => view.connected(true);
  events.onerror = () => {
    view.connected(false);
    if (events.readyState !== EventSource.CLOSED) return; // It connects again by itself.
    close();
    later(id, view);
  };
  events.addEventListener("progress", read(event => view.progress(event)));
  events.addEventListener("image", read(event => view.image(event)));
  events.addEventListener("done", read(generation => {
    close();
    view.update(generation);
  }));
}

async function look(id, view) {
  try {
    const generation = await api.find(id);
    view.connected(true);
    view.update(generation);
    if (finished(generation)) return;
  } catch (problem) {
    view.connected(false);
  }
  later(id, view);
}

function later(id, view) {
  setTimeout(() => follow(id, view), PAUSE);
}
