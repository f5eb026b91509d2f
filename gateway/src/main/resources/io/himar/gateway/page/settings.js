/** The settings of one stage as the form has them: each with its range and the model's default. */
import { ChoiceField, NumberField } from "./fields.js";

export const words = name => name.replaceAll("_", " ");

export class StageFields {
  constructor(stage) {
    this.stage = stage;
    this.steps = new NumberField(stage + ".steps", "Steps");
    this.denoising_steps = new NumberField(stage + ".denoising_steps", "Denoising steps");
    this.guidance = new NumberField(stage + ".guidance", "Guidance", false);
    this.temperature = new NumberField(stage + ".temperature", "Temperature", false);
    this.guidance_schedule = new ChoiceField(stage + ".guidance_schedule", "Guidance schedule");
    this.sampler = new ChoiceField(stage + ".sampler", "Sampler");
    this.sampler.control.addEventListener("change", () => this.describeSteps());
  }

  get entries() {
    return ["steps", "guidance", "denoising_steps", "temperature", "guidance_schedule", "sampler"].map(name => [name, this[name]]);
  }

  get fields() {
    return this.entries.map(([, field]) => field);
  }

  /** Takes ranges and defaults from a model. */
  describe(model) {
    this.ranges = model.ranges[this.stage];
    this.defaults = model[this.stage];
    for (const name of ["steps", "guidance", "temperature"]) this[name].describe(this.ranges[name], this.defaults[name]);
    const offer = (name, offered) =>
      this[name].offer([["", words(this.defaults[name]) + " (default)"], ...offered.map(each => [each, words(each)])]);
    offer("guidance_schedule", this.ranges.guidance_schedule);
    offer("sampler", this.ranges.sampler.map(each => each.name));
    this.describeSteps();
  }

  /** How many denoising steps there may be, the sampler says. */
  describeSteps() {
    const chosen = this.sampler.request ?? this.defaults.sampler;
    const sampler = this.ranges.sampler.find(each => each.name === chosen);
    this.denoising_steps.describe(sampler.denoising_steps, this.defaults.denoising_steps);
  }

  /** What differs from the default; undefined if nothing does. */
  get request() {
    const set = this.entries.map(([name, field]) => [name, field.request]).filter(([, value]) => value !== undefined);
    return set.length ? Object.fromEntries(set) : undefined;
  }

  /** Fills in what an earlier generation was asked with; what is the model's default stays empty. */
  fill(settings = {}) {
    for (const [name, field] of this.entries) {
      const value = settings[name];
      field.value = value === undefined || value === this.defaults[name] ? "" : value;
    }
    this.describeSteps();
  }
}
