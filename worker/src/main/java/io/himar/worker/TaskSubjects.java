package io.himar.worker;

import io.himar.contracts.PivotTask;
import io.himar.inference.stage.GraphCall;
import io.himar.inference.stage.Shown;
import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import io.himar.model.catalog.ModelEntry;
import io.himar.model.text.CaptionTooLongException;
import io.himar.service.models.PromptTokenizers;

/** What images show, as their tasks say it and as graphs are told it. Safe for use by many threads. */
public final class TaskSubjects {
    private static final String NOTHING = "";

    private final PromptContexts contexts;

    TaskSubjects(PromptTokenizers tokenizers) {
        this.contexts = new PromptContexts(tokenizers);
    }

    /**
     * What an image shows.
     *
     * @param graphs what encodes its prompt, if it has one that is not known
     * @throws InvalidTaskException naming the field that the model cannot do
     * @throws io.himar.inference.InferenceException when the prompt cannot be encoded
     */
    public Shown of(PivotTask task, ModelEntry model, GraphCall graphs) {
        return model.config().conditioning() == Conditioning.TEXT
                ? text(task, model, graphs)
                : ofClass(task, model.config());
    }

    private static Shown ofClass(PivotTask task, ModelConfig model) {
        if (task.hasPrompt()) {
            throw new InvalidTaskException("prompt: is given (expected: none, " + model.name() + " draws classes)");
        }
        if (task.getClassId() >= model.classes()) {
            throw new InvalidTaskException("class_id: " + task.getClassId() + " (expected: 0 to "
                    + (model.classes() - 1) + ", the classes of " + model.name() + ")");
        }
        return Shown.ofClass(task.getClassId());
    }

    private Shown text(PivotTask task, ModelEntry model, GraphCall graphs) {
        if (!task.hasPrompt()) {
            throw new InvalidTaskException(
                    "prompt: is missing (expected: a text, " + model.name() + " draws what it says)");
        }
        try {
            return Shown.ofText(contexts.of(model, task.getPrompt(), graphs), contexts.of(model, NOTHING, graphs));
        } catch (CaptionTooLongException e) {
            throw new InvalidTaskException("prompt: " + e.getMessage(), e);
        }
    }
}
