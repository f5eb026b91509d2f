/** One stream of server-sent events for the whole page: fetched, so that a key can be sent in a header. */
import { headers, root } from "./api.js";
import { keyRefused } from "./key.js";

const NEWEST = 24;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 15000;
/** The gateway says at least a comment more often than that. */
const SILENCE = 45000;

/** Reads events from pieces of text, wherever these are cut. */
export class EventParser {
  constructor(onEvent) {
    this.onEvent = onEvent;
    this.rest = "";
    this.event = { name: "message", data: [] };
  }

  push(text) {
    const lines = (this.rest + text).split(/\r\n|\n|\r/);
    this.rest = lines.pop();
    lines.forEach(line => this.line(line));
  }

  line(line) {
    if (line === "") {
      if (this.event.data.length) this.onEvent({ ...this.event, data: JSON.parse(this.event.data.join("\n")) });
      this.event = { name: "message", data: [] };
      return;
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "event") this.event.name = value;
    else if (field === "id") this.event.id = value;
    else if (field === "data") this.event.data.push(value);
  }
}

/** Keeps the stream open: after each interruption it resumes where it was. */
export class EventFeed {
  /**
   * @param onEvent called with each event
   * @param onState called with "live", with "lost" and the milliseconds until it is tried again, or with "refused"
   */
  constructor(onEvent, onState) {
    this.onEvent = onEvent;
    this.onState = onState;
    this.pause = FIRST_PAUSE;
  }

  start() {
    this.run();
    // A page that was left needs no stream, and a browser has only six connections to a host.
    addEventListener("pagehide", () => this.abort?.abort());
    addEventListener("pageshow", () => this.now());
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
  }

  /** Tries again at once if it waits to do so. */
  now() {
    this.wake?.();
  }

  async run() {
    for (;;) {
      // A failure is an end that nobody asked for.
      const refused = await this.read().catch(() => false);
      if (refused) return this.onState("refused");
      const wait = this.pause * (0.75 + Math.random() / 2);
      this.pause = Math.min(LONGEST_PAUSE, this.pause * 2);
      this.onState("lost", wait);
      await new Promise(resolve => {
        this.wake = resolve;
        setTimeout(resolve, wait);
      });
    }
  }

  /** @returns whether a key is wanted, without which it is no use to try again */
  async read() {
    this.abort = new AbortController();
    const watch = setInterval(() => Date.now() - this.heard > SILENCE && this.abort.abort(), 5000);
    try {
      this.heard = Date.now();
      const resume = this.last ? { "Last-Event-ID": this.last } : {};
      const response = await fetch(new URL("v1/events?limit=" + NEWEST, root), {
        headers: headers({ Accept: "text/event-stream", ...resume }), signal: this.abort.signal, cache: "no-store",
      });
      if (response.status === 401) keyRefused();
      if (response.status === 400) this.last = undefined;
      if (!response.ok) return response.status === 401;
      this.pause = FIRST_PAUSE;
      this.onState("live");
      await this.take(response.body);
      return false;
    } finally {
      clearInterval(watch);
    }
  }

  async take(body) {
    const parser = new EventParser(event => {
      if (event.id !== undefined) this.last = event.id;
      this.onEvent(event);
    });
    const reader = body.pipeThrough(new TextDecoderStream()).getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      this.heard = Date.now();
      parser.push(part.value);
    }
  }
}
