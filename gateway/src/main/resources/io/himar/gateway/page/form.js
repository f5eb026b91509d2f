import { ChoiceField, NumberField, SeedsField } from "./fields.js";

const SAMPLERS = ["ddpm", "ddim", "dpm_solver_pp_2m", "ddim_eta_1", "ddpm_truncated"];
const SCHEDULES = ["linear", "constant"];
const PRIORITIES = ["urgent", "normal", "background"];

/** Random seeds are short enough to be read out; the gateway's own have sixteen digits. */
const SEEDS = 1e6;

/** Seeds that follow each other are told by their first. */
function listed(seeds) {
  const row = seeds.every((seed, index) => seed === seeds[0] + index);
  return row ? seeds[0] : seeds.join(", ");
}

/** What a stage can be told, in the order of the form. */
function stageFields(stage) {
  return {
    steps: new NumberField(stage + ".steps", "Steps", true),
    denoising_steps: new NumberField(stage + ".denoising_steps", "Denoising steps", true),
    guidance: new NumberField(stage + ".guidance", "Guidance", false),
    temperature: new NumberField(stage + ".temperature", "Temperature", false),
    guidance_schedule: new ChoiceField(stage + ".guidance_schedule", "Guidance schedule", true),
    sampler: new ChoiceField(stage + ".sampler", "Sampler", true),
  };
}

/** The form by which images are asked for. */
export class AskForm {
  constructor(form, models) {
    this.form = form;
    this.models = new Map(models.map(model => [model.name, model]));
    this.model = new ChoiceField("model", "Model", true);
    this.class = new ChoiceField("class", "Class", true);
    this.count = new NumberField("count", "Images", true);
    this.seed = new SeedsField("seed", "Seed");
    this.priority = new ChoiceField("priority", "Priority", true);
    this.stages = { pivot: stageFields("pivot"), refine: stageFields("refine") };
    this.schemas = {};
    this.build();
  }

  build() {
    this.form.querySelector("#basics").append(...[this.model, this.class, this.count, this.seed].map(each => each.node));
    for (const [stage, fields] of Object.entries(this.stages)) {
      this.form.querySelector("#" + stage).append(...Object.values(fields).map(field => field.node));
    }
    this.form.querySelector("#more").append(this.priority.node);
    this.model.offer([...this.models.keys()].map(name => [name, name]));
    this.model.node.hidden = this.models.size < 2;
    this.model.control.addEventListener("change", () => this.describe());
    this.count.value = 4;
    this.describe();
  }

  /** Takes the ranges from the schemas of the OpenAPI document. */
  learn(schemas) {
    this.schemas = schemas;
    this.describe();
  }

  describe() {
    const model = this.models.get(this.model.value);
    const request = this.schemas.GenerationRequest?.properties ?? {};
    this.class.offer(model.labels.map((label, index) => [index, label]));
    this.count.describe(1, request.count?.maximum, 1);
    this.seed.control.placeholder = "random";
    this.priority.offer([["", "normal (default)"], ...PRIORITIES.filter(each => each !== "normal").map(each => [each, each])]);
    this.describeStage(this.stages.pivot, model.pivot, model.max_pivot_steps);
    this.describeStage(this.stages.refine, model.refine, model.max_refine_steps);
  }

  describeStage(fields, defaults, maxSteps) {
    const settings = this.schemas.StageSettings?.properties ?? {};
    fields.steps.describe(1, maxSteps, defaults.steps);
    for (const name of ["guidance", "temperature", "denoising_steps"]) {
      fields[name].describe(settings[name]?.minimum, settings[name]?.maximum, defaults[name]);
    }
    const choices = { sampler: SAMPLERS, guidance_schedule: SCHEDULES };
    for (const [name, known] of Object.entries(choices)) {
      const offered = settings[name]?.enum ?? known;
      fields[name].offer([["", defaults[name] + " (default)"], ...offered.map(each => [each, each])]);
    }
  }

  /** The request as JSON has it; what was left empty is left out. */
  get request() {
    const request = {
      model: this.model.request,
      class: Number(this.class.value),
      count: this.count.request,
      seed: this.seed.request ?? Math.floor(Math.random() * SEEDS),
      priority: this.priority.request,
    };
    if (Array.isArray(request.seed)) {
      request.seeds = request.seed;
      delete request.seed;
      delete request.count;
    }
    for (const [stage, fields] of Object.entries(this.stages)) {
      const settings = Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, field.request]));
      if (Object.values(settings).some(value => value !== undefined)) request[stage] = settings;
    }
    return request;
  }

  /** Fills in what an earlier generation was asked with. */
  repeat(generation) {
    if (!this.models.has(generation.model)) return;
    this.model.value = generation.model;
    this.describe();
    this.class.value = generation.class;
    this.count.value = generation.count;
    this.seed.value = listed(generation.images.map(image => image.seed));
    this.priority.value = generation.priority === "normal" ? "" : generation.priority;
    for (const [stage, fields] of Object.entries(this.stages)) {
      const defaults = this.models.get(generation.model)[stage];
      for (const [name, field] of Object.entries(fields)) {
        const value = generation[stage][name];
        field.value = value === defaults[name] ? "" : value;
      }
    }
    this.class.control.focus();
  }

  folded(field) {
    return field === this.priority || field.name.includes(".");
  }

  get fields() {
    const stages = Object.values(this.stages).flatMap(fields => Object.values(fields));
    return [this.model, this.class, this.count, this.seed, this.priority, ...stages];
  }

  /** Shows each error at its field, and gives back those that have none. */
  blame(errors) {
    this.fields.forEach(field => field.blame(""));
    const unplaced = errors.filter(error => {
      const field = this.fields.find(each => each.names(error.field));
      field?.blame(error.message);
      return !field;
    });
    const first = this.fields.find(field => field.error.textContent);
    const hidden = this.fields.some(field => this.folded(field) && field.error.textContent);
    if (hidden) this.form.querySelector("#stages").open = true;
    first?.control.focus();
    return unplaced;
  }
}
