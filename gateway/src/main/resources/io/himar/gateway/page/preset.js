/** Settings of both stages that have a name; what the form leaves open, they say. */
import { ChoiceField } from "./fields.js";

const STAGES = ["pivot", "refine"];

/** Whether what is given of the stages is all that the others say. */
const same = (given, others) =>
  STAGES.every(stage => !given[stage] || Object.entries(others[stage]).every(([name, value]) => given[stage][name] === value));

export class PresetField extends ChoiceField {
  constructor() {
    super("preset", "Preset");
    this.control.addEventListener("change", () => this.tell());
  }

  /** Takes the presets of a model. */
  describe(model) {
    this.model = model;
    this.offer([["", "the model's own (default)"], ...model.presets.map(({ name }) => [name, name])]);
    this.tell();
  }

  /** The settings that are meant: pivot and refine. */
  get settings() {
    return this.model.presets.find(({ name }) => name === this.value) ?? this.model;
  }

  tell() {
    const { pivot, refine } = this.settings;
    this.hint.textContent = pivot.steps + " + " + refine.steps + " steps, " + pivot.denoising_steps + " + " + refine.denoising_steps + " denoising steps";
  }

  /** Fills in the preset of a request; where none is named, the one that an earlier generation was asked with. */
  fill({ preset, pivot, refine }) {
    const asked = { pivot, refine };
    this.value = preset ?? (same(asked, this.model) ? "" : this.model.presets.find(each => same(asked, each))?.name);
    this.tell();
  }
}
