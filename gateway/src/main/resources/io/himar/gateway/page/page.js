import * as api from "./api.js";
import { Card } from "./card.js";
import { finished, follow } from "./follow.js";
import { AskForm } from "./form.js";

const PAGE = 8;

const byId = id => document.getElementById(id);
const list = byId("generations");
const ask = byId("ask");

let form;
let cursor;

/** Says a thing to those who do not see the page. */
function announce(text) {
  byId("said").textContent = text;
}

function report(problem) {
  const unplaced = form ? form.blame(problem.errors ?? []) : problem.errors ?? [];
  const placed = (problem.errors ?? []).length > unplaced.length;
  byId("problem").textContent = unplaced.length
    ? unplaced.map(error => error.field + ": " + error.message).join("; ")
    : placed ? "" : problem.message;
}

function card(generation) {
  const size = form.models.get(generation.model)?.image_size ?? 256;
  const made = new Card(generation, size, {
    cancel: id => api.cancel(id).catch(problem => {
      report(problem);
      return generation;
    }),
    remove: async card => {
      if (!confirm("Delete " + card.generation.label + " × " + card.generation.count + " with its pictures?")) return;
      try {
        await api.remove(card.generation.id);
        card.node.remove();
        announce(card.generation.label + ": deleted");
      } catch (problem) {
        report(problem);
      }
    },
    repeat: before => {
      form.repeat(before);
      ask.scrollIntoView({ block: "start" });
    },
  });
  if (!finished(generation)) follow(generation.id, watched(made));
  return made.node;
}

/** A card whose end is announced. */
function watched(made) {
  return {
    connected: connected => made.connected(connected),
    progress: event => made.progress(event),
    image: event => made.image(event),
    update: generation => {
      made.update(generation);
      if (finished(generation)) announce(generation.label + ": " + made.summary());
    },
  };
}

async function showPage() {
  const page = await api.page(PAGE, cursor);
  list.append(...page.data.map(card));
  cursor = page.next_cursor;
  byId("older").hidden = !cursor;
  byId("empty").hidden = list.childElementCount > 0;
}

ask.addEventListener("submit", async event => {
  event.preventDefault();
  if (!form) return;
  const button = ask.querySelector(".primary");
  button.disabled = true;
  byId("problem").textContent = "";
  form.blame([]);
  try {
    const generation = await api.submit(form.request);
    list.prepend(card(generation));
    byId("empty").hidden = true;
    announce(generation.label + ": accepted");
  } catch (problem) {
    report(problem);
  } finally {
    button.disabled = false;
  }
});
byId("older").addEventListener("click", () => showPage().catch(report));

try {
  form = new AskForm(ask, await api.models());
  api.schemas().then(schemas => form.learn(schemas));
  await showPage();
} catch (problem) {
  report(problem);
}
