import { byId } from "./element.js";
import { ChoiceField, NumberField, SeedsField } from "./fields.js";
import { Origin } from "./origin.js";
import { PresetField } from "./preset.js";
import { StageFields } from "./settings.js";
import { Subject } from "./subject.js";

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
    this.subject = new Subject();
    this.count = new NumberField("count", "Images");
    this.seed = new SeedsField("seed", "Seed", "one, or several with commas");
    this.preset = new PresetField();
    this.priority = new ChoiceField("priority", "Priority");
    this.stages = [new StageFields("pivot"), new StageFields("refine")];
    this.draft = byId("draft");
    this.keep = byId("keep");
    this.origin = new Origin(() => this.arrange());
    this.build();
  }

  build() {
    byId("basics").append(this.model.node, ...this.subject.nodes, this.count.node, this.seed.node, this.preset.node);
    for (const stage of this.stages) byId(stage.stage).append(...stage.fields.map(field => field.node));
    byId("more").append(this.priority.node);
    this.priority.offer([["", "normal (default)"], ["urgent", "urgent"], ["background", "background"]]);
    this.model.offer([...this.models.keys()].map(name => [name, name]));
    this.model.node.hidden = this.models.size < 2;
    this.model.control.addEventListener("change", () => {
      this.describe();
      this.arrange();
    });
    this.preset.control.addEventListener("change", () => this.describeStages());
    this.draft.addEventListener("change", () => this.arrange());
    this.count.value = 4;
    this.describe();
    this.arrange();
  }

  get chosen() {
    return this.models.get(this.model.value);
  }

  describe() {
    this.subject.describe(this.chosen);
    this.count.describe(this.chosen.ranges.count, 1);
    this.preset.describe(this.chosen);
    this.describeStages();
  }

  describeStages() {
    this.stages.forEach(stage => stage.describe(this.chosen, this.preset.settings));
  }

  /** A draft has no stage 2, and keeps its pivots anyway. What begins with pivots has no stage 1. */
  arrange() {
    const pivots = this.origin.isPivots;
    const draft = this.draft.checked && !pivots;
    this.model.node.hidden = pivots || this.models.size < 2;
    this.subject.arrange(pivots);
    byId("draft-row").hidden = byId("pivot").hidden = pivots;
    byId("keep-row").hidden = draft || pivots;
    byId("refine").hidden = draft;
    this.count.control.placeholder = pivots ? "as picked" : "1";
    this.seed.control.placeholder = pivots ? "the pivot's own" : "random";
    byId("go").textContent = draft ? "Draft" : pivots ? "Refine" : "Generate";
  }

  /** The request as JSON has it; what was left empty is left out. */
  get request() {
    return this.origin.isPivots ? this.refinement : this.whole;
  }

  /** From noise to pictures, or to pivots. */
  get whole() {
    const seeds = this.seed.request;
    const request = { model: this.chosen.name, ...this.subject.request, preset: this.preset.request, priority: this.priority.request };
    if (seeds.length > 1) request.seeds = seeds;
    else Object.assign(request, { count: this.count.request, seed: seeds[0] ?? Math.floor(Math.random() * SEEDS) });
    for (const stage of this.stages) request[stage.stage] = stage.request;
    if (this.draft.checked) {
      request.draft = true;
      delete request.refine;
    } else if (this.keep.checked) request.keep_pivot = true;
    return request;
  }

  /** From kept pivots: with seeds of their own, or with those of the form. */
  get refinement() {
    const seeds = this.seed.request;
    const request = { pivots: this.origin.pivots, preset: this.preset.request, priority: this.priority.request, refine: this.stages[1].request };
    if (seeds.length > 1) return { ...request, seeds };
    const count = this.count.request;
    return { ...request, count, seed: seeds[0] ?? (count === undefined ? undefined : Math.floor(Math.random() * SEEDS)) };
  }

  /** What a link holds: the same, but a seed only where one was chosen. */
  get parameters() {
    const { seed, ...request } = this.request;
    if (!request.draft && !request.pivots) request.keep_pivot = this.keep.checked;
    return this.seed.request.length === 1 ? { ...request, seed } : request;
  }

  /** All that is filled in, also what the request has no use for. */
  get filledIn() {
    return { ...this.parameters, refine: this.stages[1].request, keep_pivot: this.keep.checked };
  }

  /** Fills in a request, or what an earlier generation was asked with. */
  fill({ model, class: index, label, prompt, count, seed, seeds, preset, priority, pivots = [], pivot, refine, draft, keep_pivot: keep }) {
    if (this.models.has(model)) {
      this.model.value = model;
      this.describe();
    }
    if (!pivots.length) this.subject.fill({ class: index, label, prompt });
    this.count.value = count ?? (seeds?.length || (pivots.length ? "" : 1));
    this.seed.value = seeds?.length ? listed(seeds) : seed;
    this.priority.value = priority === "normal" ? "" : priority;
    this.preset.fill({ preset, pivot, refine });
    this.describeStages();
    this.stages.forEach(stage => stage.fill({ pivot, refine }[stage.stage]));
    this.draft.checked = Boolean(draft);
    if (keep !== undefined) this.keep.checked = keep;
    this.origin.pivots = pivots;
    this.arrange();
    byId("stages").open = this.fields.some(field => this.folded(field) && field.value);
  }

  folded(field) {
    return field === this.priority || field.name.includes(".");
  }

  get fields() {
    return [this.model, ...this.subject.fields, this.count, this.seed, this.preset, this.priority, ...this.stages.flatMap(stage => stage.fields)];
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
