import { byId, element } from "./element.js";
import { ChoiceField, ClassField, NumberField, SeedsField } from "./fields.js";
import { StageFields } from "./settings.js";

/** Random seeds are short enough to be read out; the gateway's own have sixteen digits. */
const SEEDS = 1e6;

/** Seeds that follow each other are told by their first. */
export function listed(seeds) {
  const row = seeds.every((seed, index) => seed === seeds[0] + index);
  return row ? String(seeds[0]) : seeds.join(", ");
}

/** The form by which images are asked for. */
export class AskForm {
  constructor(form, models) {
    this.form = form;
    this.models = new Map(models.map(model => [model.name, model]));
    this.model = new ChoiceField("model", "Model");
    this.class = new ClassField();
    this.count = new NumberField("count", "Images");
    this.seed = new SeedsField("seed", "Seed", "one, or several with commas");
    this.priority = new ChoiceField("priority", "Priority");
    this.stages = [new StageFields("pivot"), new StageFields("refine")];
    this.draft = byId("draft");
    this.keep = byId("keep");
    this.build();
  }

  build() {
    byId("basics").append(this.model.node, this.class.node, this.count.node, this.seed.node);
    for (const stage of this.stages) byId(stage.stage).append(...stage.fields.map(field => field.node));
    byId("more").append(this.priority.node);
    this.priority.offer([["", "normal (default)"], ["urgent", "urgent"], ["background", "background"]]);
    this.model.offer([...this.models.keys()].map(name => [name, name]));
    this.model.node.hidden = this.models.size < 2;
    this.model.control.addEventListener("change", () => this.describe());
    this.draft.addEventListener("change", () => this.drafting());
    this.count.value = 4;
    this.describe();
    this.drafting();
  }

  get chosen() {
    return this.models.get(this.model.value);
  }

  describe() {
    this.class.offer(this.chosen.labels);
    this.count.describe(this.chosen.ranges.count, 1);
    this.stages.forEach(stage => stage.describe(this.chosen));
  }

  /** A draft has no stage 2, and its pivots are kept anyway. */
  drafting() {
    byId("refine").hidden = this.draft.checked;
    byId("keep-row").hidden = this.draft.checked;
    byId("go").textContent = this.draft.checked ? "Draft" : "Generate";
  }

  /** The request as JSON has it; what was left empty is left out. */
  get request() {
    const seeds = this.seed.request;
    const request = { model: this.chosen.name, class: this.class.request, priority: this.priority.request };
    if (seeds.length > 1) request.seeds = seeds;
    else Object.assign(request, { count: this.count.request, seed: seeds[0] ?? Math.floor(Math.random() * SEEDS) });
    for (const stage of this.stages) request[stage.stage] = stage.request;
    if (this.draft.checked) {
      request.draft = true;
      delete request.refine;
    } else if (this.keep.checked) request.keep_pivot = true;
    return request;
  }

  /** What a link holds: the same, but a seed only where one was chosen. */
  get parameters() {
    const { seed, ...request } = this.request;
    return this.seed.request.length === 1 ? { ...request, seed } : request;
  }

  /** Fills in a request, or what an earlier generation was asked with. */
  fill({ model, class: index, label, count, seed, seeds, priority, pivot, refine, draft }) {
    if (this.models.has(model)) {
      this.model.value = model;
      this.describe();
    }
    this.class.value = label ?? this.chosen.labels[index] ?? index ?? this.chosen.labels[0];
    this.count.value = count ?? seeds?.length ?? 1;
    this.seed.value = seeds?.length ? listed(seeds) : seed;
    this.priority.value = priority === "normal" ? "" : priority;
    this.stages.forEach(stage => stage.fill({ pivot, refine }[stage.stage]));
    this.draft.checked = Boolean(draft);
    this.drafting();
    byId("stages").open = this.fields.some(field => this.folded(field) && field.value);
  }

  folded(field) {
    return field === this.priority || field.name.includes(".");
  }

  get fields() {
    return [this.model, this.class, this.count, this.seed, this.priority, ...this.stages.flatMap(stage => stage.fields)];
  }

  /** Shows each error at its field, and what has none below the form. */
  blame(problem) {
    const errors = problem?.errors ?? [];
    this.fields.forEach(field => field.blame(""));
    const unplaced = errors.filter(error => {
      const field = this.fields.find(each => each.names(error.field));
      field?.blame(error.message);
      return !field;
    });
    const first = this.fields.find(field => field.error.textContent);
    if (first && this.folded(first)) byId("stages").open = true;
    first?.control.focus();
    const rest = unplaced.map(error => error.field + ": " + error.message).join("; ");
    byId("problem").textContent = rest || (first || !problem ? "" : problem.message);
  }
}

/** A field of seeds that stands for itself, outside the form. */
export const seedsOf = text => text.split(/[\s,;]+/).filter(Boolean).map(Number);

export const option = (value, text) => element("option", { value, textContent: text });
