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
    this.control.value = value;
    this.blame("");
  }
}

/** A number, whole or not. What cannot be read as one is sent as it is, and refused by name. */
export class NumberField extends Field {
  constructor(name, title, whole, wide) {
    super(name, title, element("input", { inputMode: whole ? "numeric" : "decimal", autocomplete: "off" }), wide);
  }

  /** Shows what may be entered, and what an empty field stands for. */
  describe(least, most, absent) {
    this.control.placeholder = absent ?? "";
    this.hint.textContent = least === undefined || most === undefined ? "" : least + " to " + most;
  }

  get request() {
    const number = Number(this.value);
    return this.value === "" ? undefined : Number.isNaN(number) ? this.value : number;
  }
}

/** One seed, from which those of further images count up, or a list of them with commas. */
export class SeedsField extends Field {
  constructor(name, title) {
    super(name, title, element("input", { inputMode: "text", autocomplete: "off" }), true);
    this.hint.textContent = "The first one, or one for each image: 3, 14, 15";
  }

  names(field) {
    return field === "seed" || field.startsWith("seeds");
  }

  get request() {
    if (this.value === "") return undefined;
    const seeds = this.value.split(/[\s,]+/).filter(Boolean).map(each => (Number.isNaN(Number(each)) ? each : Number(each)));
    return seeds.length > 1 ? seeds : seeds[0];
  }
}

/** A choice; its first option stands for the model's default where there is one. */
export class ChoiceField extends Field {
  constructor(name, title, wide) {
    super(name, title, element("select"), wide);
  }

  /** Offers [value, text] pairs, and keeps what was chosen where it is still offered. */
  offer(options) {
    const before = this.control.value;
    this.control.replaceChildren(...options.map(([value, text]) => new Option(text, value)));
    if (options.some(([value]) => String(value) === before)) this.control.value = before;
  }

  get request() {
    return this.value === "" ? undefined : this.value;
  }
}
