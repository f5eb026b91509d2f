/** Puts the page together: what it shows follows from the address, and what happens comes by one stream of events. */
import * as api from "./api.js";
import { Actions } from "./actions.js";
import { announce, byId } from "./element.js";
import { EventFeed } from "./events.js";
import { Feed } from "./feed.js";
import { FleetView } from "./fleet.js";
import { AskForm } from "./form.js";
import { Fresh } from "./fresh.js";
import { History } from "./history.js";
import { prepareKeyDialog } from "./key.js";
import * as links from "./links.js";
import { keep, recall } from "./memory.js";
import { Picks } from "./picks.js";
import { Router } from "./route.js";
import { finished, Store } from "./store.js";
import * as tell from "./tell.js";
import { Viewer } from "./viewer.js";
import { standing, titled } from "./words.js";

const store = new Store();
const models = new Map();
const fresh = new Fresh(store);
let actions;
let form;
let history;

const picks = new Picks((picked, each, steps) => actions.refine(picked, each, steps, pivots => picks.drop(pivots)));

const feed = new Feed(store, models, {
  open: (id, index) => (location.hash = links.ofImage(id, index)),
  pick: (id, index, picked) => picks.set(store.get(id), store.get(id).images[index], picked),
  pickAll: id => store.get(id).images.forEach(image => picks.set(store.get(id), image, true)),
  cancelRest: id => actions.cancelRest(id),
  cancel: id => actions.cancel(id),
  remove: id => actions.remove(id),
  reuse: id => actions.reuse(store.get(id)),
  renew: id => fresh.renew(id),
}, generation => ({ canceling: store.canceling.get(generation.id), isPicked: image => picks.has(image) }));
picks.changed = id => store.get(id) && store.tell({ kind: "changed", id });

const viewer = new Viewer(store, models, {
  beside: (id, index, by) => feed.beside(id, index, by),
  moved: (id, index) => links.replace(links.ofImage(id, index)),
  closed: () => links.read().view === "g" && (location.hash = history.link),
  vary: (generation, image) => actions.vary(generation, image).then(taken => taken && viewer.close()),
  reuse: (generation, image) => {
    viewer.close();
    actions.reuse(generation, image);
  },
  cancelImage: (generation, image) => actions.cancelImage(generation, image),
  renew: id => fresh.renew(id),
});

store.listen(change => change.id === viewer.id && viewer.update());
store.listen(change => change.kind === "added" && picks.recall(store.get(change.id)));
store.listen(change => change.kind === "removed" && picks.forget(change.id));

/** What ends is told to those who do not see it. */
function watchEnds() {
  const open = new Set();
  store.listen(({ id }) => {
    const generation = store.get(id);
    if (!generation) return;
    if (!finished(generation.status)) open.add(id);
    else if (open.delete(id)) announce(titled(generation) + ": " + standing(generation));
  });
}

function hear(event) {
  if (event.name === "ready") {
    history.begin(event.data.next_cursor);
    feed.isReady();
  } else store.take(event);
}

function accepted(...generations) {
  tell.accepted(...generations);
  const { id } = generations.at(-1);
  // Once the browser has drawn it.
  setTimeout(() => feed.isInView(id) || tell.offer(generations, () => feed.reveal(id)), 100);
}

/** Where several generations wait, all of them can be ended at once. */
function watchWaiting() {
  const button = byId("cancel-waiting");
  button.addEventListener("click", () => actions.cancelWaiting());
  store.listen(() => (button.hidden = store.waiting.length < 2));
}

async function submit(event) {
  event.preventDefault();
  byId("go").disabled = true;
  form.blame();
  try {
    const generation = await actions.send(form.request);
    if (links.read().view === "fleet") location.hash = "#/";
    accepted(generation);
  } catch (problem) {
    form.blame(problem);
  } finally {
    byId("go").disabled = false;
  }
}

/** A form that is half filled in stays so. */
function rememberForm() {
  const before = recall("form");
  if (before) form.fill(before);
  for (const happening of ["input", "change", "click"]) {
    byId("ask").addEventListener(happening, () => keep("form", form.filledIn));
  }
}

/** Puts the form into the address, and into the clipboard where that is allowed. */
async function link() {
  location.hash = links.ofRequest(form.parameters);
  const copied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
  byId("ask-link").textContent = copied ? "Copied" : "In the address";
  setTimeout(() => (byId("ask-link").textContent = "Link"), 2000);
  announce(copied ? "The link is copied" : "The link is in the address bar");
}

async function start() {
  const found = await api.models();
  found.forEach(model => models.set(model.name, model));
  form = new AskForm(byId("ask"), found);
  actions = new Actions(store, form, { ...tell, accepted });
  history = new History(store, feed, models);
  rememberForm();
  byId("ask").addEventListener("submit", submit);
  byId("ask-link").addEventListener("click", link);
  watchEnds();
  watchWaiting();
  new EventFeed(hear, tell.connection).start();
  await new Router({ store, feed, history, form, viewer, fleet: new FleetView() }).go();
}

/** Until the gateway answers for the first time. */
async function startPersistently() {
  for (let wait = 500; ; wait = Math.min(15000, wait * 2)) {
    try {
      return await start();
    } catch (problem) {
      if (problem.status === 401) return tell.connection("refused");
      if (!problem.isAway && problem.status !== 429) {
        tell.report(problem);
        throw problem;
      }
      tell.connection("lost", wait);
      await new Promise(resolve => setTimeout(resolve, wait));
    }
  }
}

// Another key may be that of somebody else, with other pictures.
prepareKeyDialog(() => location.reload());
startPersistently();
