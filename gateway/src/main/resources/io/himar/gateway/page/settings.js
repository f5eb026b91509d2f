/** The settings of one stage as the form has them: each with its range and the model's default. */
import { ChoiceField, NumberField } from "./fields.js";

export const words = name => name.replaceAll("_", " ");

const NAMES = ["steps", "guidance", "denoising_steps", "last_denoising_steps", "temperature", "unguided_below", "guidance_refresh", "guidance_schedule", "sampler", "order"];

export class StageFields {
  constructor(stage) {
    this.stage = stage;
    this.steps = new NumberField(stage + ".steps", "Steps");
    this.denoising_steps = new NumberField(stage + ".denoising_steps", "Denoising steps");
    this.guidance = new NumberField(stage + ".guidance", "Guidance", false);
    this.temperature = new NumberField(stage + ".temperature", "Temperature", false);
    this.last_denoising_steps = new NumberField(stage + ".last_denoising_steps", "Down to");
    this.unguided_below = new NumberField(stage + ".unguided_below", "Unguided below", false);
    this.guidance_refresh = new NumberField(stage + ".guidance_refresh", "Refresh every");
    this.guidance_schedule = new ChoiceField(stage + ".guidance_schedule", "Guidance schedule");
    this.sampler = new ChoiceField(stage + ".sampler", "Sampler");
    this.order = new ChoiceField(stage + ".order", "Order of tokens");
    this.sampler.control.addEventListener("change", () => this.describeSteps());
    this.denoising_steps.control.addEventListener("input", () => this.describeSteps());
  }

  get entries() {
    return NAMES.map(name => [name, this[name]]);
  }

  get fields() {
    return this.entries.map(([, field]) => field);
  }

  /** Takes ranges from a model; the settings are those of what is left open. */
  describe(model, settings) {
    this.ranges = model.ranges[this.stage];
    this.defaults = settings[this.stage];
    for (const name of ["steps", "guidance", "temperature", "unguided_below"]) this[name].describe(this.ranges[name], this.defaults[name]);
    // While a fleet is upgraded, models may come from a gateway that does not know this setting.
    this.guidance_refresh.describe(this.ranges.guidance_refresh ?? { min: 1, max: 1 }, this.defaults.guidance_refresh ?? 1);
    const offer = (name, offered) =>
      this[name].offer([["", words(this.defaults[name]) + " (default)"], ...offered.map(each => [each, words(each)])]);
    offer("guidance_schedule", this.ranges.guidance_schedule);
    offer("sampler", this.ranges.sampler.map(each => each.name));
    offer("order", this.ranges.order);
    this.describeSteps();
  }

  /** How many denoising steps there may be, the sampler says; and the last step has no more than the first. */
  describeSteps() {
    const { defaults } = this;
    const chosen = this.sampler.request ?? defaults.sampler;
    const range = this.ranges.sampler.find(each => each.name === chosen).denoising_steps;
    this.denoising_steps.describe(range, defaults.denoising_steps);
    const asked = this.denoising_steps.request;
    const first = Number.isInteger(asked) ? asked : defaults.denoising_steps;
    const last = defaults.last_denoising_steps < defaults.denoising_steps ? Math.min(first, defaults.last_denoising_steps) : first;
    this.last_denoising_steps.describe({ min: range.min, max: first }, last);
  }

  /** What differs from the default; undefined if nothing does. */
  get request() {
    const set = this.entries.map(([name, field]) => [name, field.request]).filter(([, value]) => value !== undefined);
    return set.length ? Object.fromEntries(set) : undefined;
  }

  /** Fills in what an earlier generation was asked with; what would be so anyway stays empty. */
  fill(settings = {}) {
    for (const [name, field] of this.entries) {
      const value = settings[name];
      field.value = value === undefined || (value === this.defaults[name] && name !== "last_denoising_steps") ? "" : value;
    }
    // Those of the last step follow from those of the first.
    this.describeSteps();
    const last = this.last_denoising_steps;
    if (last.value === last.control.placeholder) last.value = "";
  }
}
