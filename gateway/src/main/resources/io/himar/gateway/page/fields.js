import { element } from "./element.js";

/** A labelled field of the form. Its name is that of the request, such as pivot.steps. */
export class Field {
  constructor(name, title, control, wide = false) {
    this.name = name;
    this.control = control;
    control.name = name;
    control.id = "field-" + name.replace(".", "-");
    this.hint = element("p", { className: "hint", id: control.id + "-hint" });
    this.error = element("p", { className: "problem", id: control.id + "-problem" });
    control.setAttribute("aria-describedby", this.hint.id + " " + this.error.id);
    this.node = element("div", { className: "field" + (wide ? " wide" : "") },
      element("label", { htmlFor: control.id, textContent: title }), control, this.hint, this.error);
    control.addEventListener("input", () => this.blame(""));
  }

  blame(message) {
    this.error.textContent = message;
    if (message) this.control.setAttribute("aria-invalid", "true");
    else this.control.removeAttribute("aria-invalid");
  }

  /** Whether an error of this field of the request is to be shown here. */
  names(field) {
    return field === this.name;
  }

  get value() {
    return this.control.value.trim();
  }

  set value(value) {
    this.control.value = value ?? "";
    this.blame("");
  }
}

/** A number. What cannot be read as one is sent as it is, and refused by name. */
export class NumberField extends Field {
  constructor(name, title, whole = true) {
    super(name, title, element("input", { inputMode: whole ? "numeric" : "decimal", autocomplete: "off" }));
  }

  /** Shows the range, both ends included, and the default. */
  describe({ min, max }, standard) {
    this.hint.textContent = min + " to " + max;
    this.control.placeholder = standard;
  }

  get request() {
    if (!this.value) return undefined;
    const number = Number(this.value);
    return Number.isFinite(number) ? number : this.value;
  }
}

/** One seed, or several with commas between them. */
export class SeedsField extends Field {
  constructor(name, title, hint) {
    super(name, title, element("input", { inputMode: "text", autocomplete: "off", placeholder: "random" }));
    this.hint.textContent = hint;
  }

  names(field) {
    return field === "seed" || field.startsWith("seeds");
  }

  /** The seeds, as far as they can be read as numbers. */
  get request() {
    const parts = this.value.split(/[\s,;]+/).filter(part => part);
    return parts.map(part => (/^\d+$/.test(part) ? Number(part) : part));
  }
}

/** One of some words. */
export class ChoiceField extends Field {
  constructor(name, title, wide = true) {
    super(name, title, element("select"), wide);
  }

  /** @param options pairs of value and text */
  offer(options) {
    const before = this.control.value;
    this.control.replaceChildren(...options.map(([value, text]) => element("option", { value, textContent: text })));
    if (options.some(([value]) => String(value) === before)) this.control.value = before;
  }

  get request() {
    return this.value || undefined;
  }
}

/** A class, found by typing a part of its label, or by its index. */
export class ClassField extends Field {
  constructor() {
    const options = element("datalist", { id: "classes" });
    super("class", "Class", element("input", { autocomplete: "off", autocapitalize: "none", spellcheck: false }), true);
    this.control.setAttribute("list", options.id);
    this.options = options;
    this.quick = element("div", { className: "quick", role: "group", "aria-label": "Classes" });
    this.hint.before(options, this.quick);
    this.control.addEventListener("focus", () => this.control.select());
    this.control.addEventListener("input", () => this.mark());
  }

  /** @param most how many classes are offered as buttons, too */
  offer(labels, most = 16) {
    this.labels = labels;
    this.options.replaceChildren(...labels.map(label => element("option", { value: label })));
    this.quick.replaceChildren(...(labels.length > most ? [] : labels).map(label =>
      element("button", { type: "button", textContent: label, onclick: () => (this.value = label) })));
    this.quick.classList.toggle("short", labels.every(label => label.length <= 2));
    this.hint.textContent = labels.length > most ? labels.length + " classes: type a part of the label" : "";
    if (this.index === undefined) this.value = labels[0];
    this.mark();
  }

  get value() {
    return this.control.value.trim();
  }

  set value(label) {
    super.value = label;
    this.mark();
  }

  mark() {
    for (const each of this.quick.children) each.setAttribute("aria-pressed", each.textContent === this.value);
  }

  /** Index of the class that is meant; undefined if there is none. */
  get index() {
    const plain = text => text.normalize("NFC").toLocaleLowerCase();
    const found = this.labels.findIndex(label => plain(label) === plain(this.value));
    if (found >= 0) return found;
    return /^\d+$/.test(this.value) && Number(this.value) < this.labels.length ? Number(this.value) : undefined;
  }

  get request() {
    return this.index ?? this.value;
  }
}
