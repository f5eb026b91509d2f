/** What the page tells: problems, what was accepted, and whether the gateway answers. */
import { announce, button, byId } from "./element.js";
import { amount, titled } from "./words.js";

/** How long it is shown that something was accepted. */
const SHOWN = 8000;

let timer;

function notice(text) {
  byId("notice-text").textContent = text;
  byId("notice").hidden = !text;
}

/** A problem that belongs to no field of the form. */
export function report(problem) {
  const faults = (problem.errors ?? []).map(error => error.field + ": " + error.message);
  notice(faults.length > 1 ? faults.join("; ") : problem.message);
}

/** What was asked for waits until the gateway answers. */
export function waits() {
  notice("himar does not answer. What you asked for is sent as soon as it does.");
}

function acceptance(generations) {
  const what = generations.length === 1 ? titled(generations[0]) : generations.length + " generations";
  return what + ": " + amount(...generations) + " accepted";
}

export function accepted(...generations) {
  announce(acceptance(generations));
  notice("");
}

/** @param show brings the generation into view, which nothing else does: the view belongs to whoever looks at it */
export function offer(generations, show) {
  const hide = () => (byId("accepted").hidden = true);
  byId("accepted").replaceChildren(acceptance(generations), button("Show", () => {
    hide();
    show();
  }));
  byId("accepted").hidden = false;
  clearTimeout(timer);
  timer = setTimeout(hide, SHOWN);
}

/**
 * Whether the stream is live; what is only a moment is not worth a word.
 *
 * @param state live, lost, or refused where a key is wanted
 * @param wait milliseconds until it is tried again
 */
export function connection(state, wait = 0) {
  byId("connection").dataset.state = state;
  byId("connection").textContent = { live: "live", lost: "not connected", refused: "no key" }[state];
  byId("lost").hidden = state !== "lost" || wait < 900;
  byId("lost-when").textContent = "It is tried again in " + Math.max(1, Math.round(wait / 1000)) + " s.";
  if (state === "live") notice("");
  if (state === "refused") askForKey();
}

function askForKey() {
  if (byId("generations").childElementCount) return;
  byId("generations").setAttribute("aria-busy", "false");
  byId("empty").replaceChildren("Pictures are shown to those who have a key. ", button("Enter a key", () => byId("key-open").click()));
  byId("empty").hidden = false;
}

byId("notice-close").addEventListener("click", () => notice(""));
