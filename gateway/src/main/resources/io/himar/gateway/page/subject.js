/** What the images are to show: a class, or what a prompt says where the model takes texts. */
import { element } from "./element.js";
import { ClassField, Field } from "./fields.js";

/** A prompt, with examples to begin with. It is never cut: what is too long is refused by name. */
class PromptField extends Field {
  constructor() {
    super("prompt", "Prompt", element("textarea", { rows: 3, autocapitalize: "none" }), true);
    this.quick = element("div", { className: "quick", role: "group", "aria-label": "Examples" });
    this.hint.before(this.quick);
    this.control.addEventListener("keydown", event => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.control.form.requestSubmit();
    });
  }

  describe({ prompts }) {
    this.quick.replaceChildren(...prompts.examples.map(example =>
      element("button", { type: "button", textContent: example, onclick: () => (this.value = example) })));
    const known = prompts.vocabulary === "words";
    this.hint.textContent = "Up to " + (known ? prompts.max_tokens - 1 + " words, of the " + prompts.vocabulary_size + " that the model knows" : prompts.max_tokens - 2 + " tokens");
    this.control.placeholder = "empty: whatever comes to its mind";
  }

  /** An empty one is a prompt, too. */
  get request() {
    return this.value;
  }
}

export class Subject {
  constructor() {
    this.class = new ClassField();
    this.prompt = new PromptField();
  }

  get fields() {
    return [this.class, this.prompt];
  }

  get nodes() {
    return this.fields.map(field => field.node);
  }

  describe(model) {
    this.isPrompt = model.conditioning === "text";
    if (this.isPrompt) this.prompt.describe(model);
    else this.class.offer(model.labels);
  }

  /** Shows the one that the model takes. What begins with pivots has it already. */
  arrange(isKnown) {
    this.class.node.hidden = isKnown || this.isPrompt;
    this.prompt.node.hidden = isKnown || !this.isPrompt;
  }

  get request() {
    return this.isPrompt ? { prompt: this.prompt.request } : { class: this.class.request };
  }

  fill({ class: index, label, prompt }) {
    if (this.isPrompt) this.prompt.value = prompt ?? "";
    else this.class.value = label ?? this.class.labels[index] ?? index ?? this.class.labels[0];
  }
}
