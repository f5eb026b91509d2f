/** Puts the page together: what it shows follows from the address, and what happens comes by one stream of events. */
import * as api from "./api.js";
import { Actions } from "./actions.js";
import { announce, byId } from "./element.js";
import { EventFeed } from "./events.js";
import { Feed } from "./feed.js";
import { FleetView } from "./fleet.js";
import { AskForm } from "./form.js";
import { History } from "./history.js";
import { prepareKeyDialog } from "./key.js";
import * as links from "./links.js";
import { Picks } from "./picks.js";
import { finished, Store } from "./store.js";
import { Viewer } from "./viewer.js";
import { standing, titled } from "./words.js";

const store = new Store();

function report(problem) {
  byId("notice").textContent = problem.message;
  byId("notice").hidden = false;
  announce(problem.message);
}

/** Says whether the stream is live; what is only a moment is not worth a word. */
function tellState(state, wait) {
  const live = state === "live";
  byId("connection").dataset.state = state;
  byId("connection").textContent = live ? "live" : "not connected";
  byId("lost").hidden = live || wait < 900;
  if (live) byId("notice").hidden = true;
  byId("lost-when").textContent = live ? "" : "It is tried again in " + Math.max(1, Math.round(wait / 1000)) + " s.";
}

const models = new Map();
const picks = new Picks(async (pivots, each, steps) => {
  if (await actions.refine(pivots, each, steps)) picks.clear();
});
const context = generation => ({ canceling: store.canceling.has(generation.id), isPicked: image => picks.has(image) });

const feed = new Feed(store, models, {
  open: (id, index) => (location.hash = links.ofImage(id, index)),
  pick: (id, index, picked) => picks.set(store.get(id), store.get(id).images[index], picked),
  pickAll: id => store.get(id).images.forEach(image => picks.set(store.get(id), image, true)),
  cancel: id => actions.cancel(id),
  remove: id => actions.remove(id),
  reuse: id => actions.reuse(store.get(id)),
}, context);
picks.changed = id => store.get(id) && store.tell({ kind: "changed", id });

const viewer = new Viewer(store, models, {
  beside: (id, index, by) => feed.beside(id, index, by),
  moved: (id, index) => links.replace(links.ofImage(id, index)),
  closed: () => links.read().view === "g" && (location.hash = history.link),
  vary: (generation, image) => actions.vary(generation, image).then(() => viewer.close()),
  reuse: (generation, image) => {
    viewer.close();
    actions.reuse(generation, image);
  },
  cancelImage: (generation, image) => actions.cancelImage(generation, image),
});
store.listen(change => change.id === viewer.id && viewer.update());

const fleet = new FleetView();
let actions;
let form;
let history;

/** A generation that a link names may be older than all that is shown. */
async function known(id) {
  if (!store.get(id)) store.put(await api.find(id));
  return store.get(id);
}

async function route() {
  const { view, parts, parameters } = links.read();
  fleet.show(view === "fleet");
  byId("images").hidden = view === "fleet";
  for (const link of document.querySelectorAll("nav a")) {
    const current = link.hash === (view === "fleet" ? "#/fleet" : "#/");
    if (current) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (view !== "g") viewer.close();
  if (view === "new") form.fill(links.request(parameters));
  else if (view === "") await history.want(Object.fromEntries(parameters));
  else if (view === "g") await showOne(parts);
}

async function showOne([id, index]) {
  try {
    const generation = await known(id);
    if (index !== undefined && generation.images[index]) viewer.open(id, Number(index));
    else requestAnimationFrame(() => byId("generations").querySelector('[data-id="' + id + '"]')?.scrollIntoView({ block: "start" }));
  } catch (problem) {
    report(problem);
  }
}

/** What ends is told to those who do not see it. */
function watchEnds() {
  const open = new Set();
  store.listen(({ id }) => {
    const generation = store.get(id);
    if (!generation) return;
    if (!finished(generation.status)) open.add(id);
    else if (open.delete(id)) announce(titled(generation.label) + ": " + standing(generation));
  });
}

function hear(event) {
  if (event.name === "ready") {
    history.begin(event.data.next_cursor);
    feed.isReady();
  } else store.take(event);
}

async function submit(event) {
  event.preventDefault();
  byId("go").disabled = true;
  form.blame();
  try {
    const generation = await api.submit(form.request);
    store.put(generation);
    announce(titled(generation.label) + ": accepted");
    if (links.read().view === "fleet") location.hash = "#/";
  } catch (problem) {
    form.blame(problem);
  } finally {
    byId("go").disabled = false;
  }
}

/** Puts the form into the address, and into the clipboard where that is allowed. */
async function link() {
  location.hash = links.ofRequest(form.parameters);
  const copied = await navigator.clipboard?.writeText(location.href).then(() => true, () => false);
  announce(copied ? "The link is copied" : "The link is in the address bar");
}

async function start() {
  const found = await api.models();
  found.forEach(model => models.set(model.name, model));
  form = new AskForm(byId("ask"), found);
  actions = new Actions(store, form, report);
  history = new History(store, feed, models);
  byId("ask").addEventListener("submit", submit);
  byId("ask-link").addEventListener("click", link);
  addEventListener("hashchange", route);
  watchEnds();
  new EventFeed(hear, tellState).start();
  await route();
}

/** Until the gateway answers for the first time. */
async function startPersistently() {
  for (let wait = 500; ; wait = Math.min(15000, wait * 2)) {
    try {
      return await start();
    } catch (problem) {
      if (!problem.passes) {
        if (problem.status !== 401) report(problem);
        if (problem.status === undefined) throw problem;
        return undefined;
      }
      tellState("lost", wait);
      await new Promise(resolve => setTimeout(resolve, wait));
    }
  }
}

// Another key may be that of somebody else, with other pictures.
prepareKeyDialog(() => location.reload());
byId("notice").addEventListener("click", () => (byId("notice").hidden = true));
startPersistently();
