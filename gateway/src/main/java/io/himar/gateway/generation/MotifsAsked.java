package io.himar.gateway.generation;

import io.himar.model.ClassLookup;
import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import io.himar.model.text.CaptionTooLongException;
import io.himar.service.models.PromptTokenizers;
import io.himar.storage.jobs.Motif;
import org.springframework.stereotype.Component;

/** What a request wants to be shown: a class of a model that draws classes, or a prompt of one that draws texts. */
@Component
final class MotifsAsked {
    private static final String CLASS = "class";
    private static final String PROMPT = "prompt";

    private final PromptTokenizers tokenizers;

    MotifsAsked(PromptTokenizers tokenizers) {
        this.tokenizers = tokenizers;
    }

    /** Where the model is not known, it is at least known whether anything is asked for. */
    static void requireAny(GenerationRequest request, FieldChecks checks) {
        if (namesNoClass(request) && request.prompt() == null) {
            checks.requireGiven(CLASS, "a class index or a label; prompt, of a model that draws texts");
        }
    }

    /** What is asked of a model; anything, where that is refused. */
    Motif of(GenerationRequest request, ModelConfig model, FieldChecks checks) {
        return model.conditioning() == Conditioning.TEXT
                ? new Motif.OfText(prompt(request, model, checks))
                : ofClass(request, model, checks);
    }

    private static Motif ofClass(GenerationRequest request, ModelConfig model, FieldChecks checks) {
        if (request.prompt() != null) {
            checks.refuse(
                    PROMPT, quoted(request.prompt()), "none: model " + model.name() + " draws classes, send class");
        } else if (namesNoClass(request)) {
            checks.requireGiven(CLASS, "a class index or a label");
        }
        int id = request.label() == null
                ? checks.within(CLASS, request.classId(), 0, 0, model.classes() - 1)
                : labelled(request.label(), model, checks);
        return new Motif.OfClass(id, model.labels().get(id));
    }

    private static int labelled(String label, ModelConfig model, FieldChecks checks) {
        ClassLookup lookup = model.classOf(label);
        if (lookup instanceof ClassLookup.Found found) {
            return found.classId();
        }
        if (lookup instanceof ClassLookup.Refused refused) {
            checks.refuse(CLASS, refused.problem(), refused.expected());
        }
        return 0;
    }

    private String prompt(GenerationRequest request, ModelConfig model, FieldChecks checks) {
        if (!namesNoClass(request)) {
            String given = request.label() == null ? request.classId().toString() : quoted(request.label());
            checks.refuse(CLASS, given, "none: model " + model.name() + " draws what a text says, send prompt");
        } else if (request.prompt() == null) {
            checks.requireGiven(PROMPT, "a text, model " + model.name() + " draws what it says");
        }
        String prompt = PromptLimits.normalised(request.prompt() == null ? "" : request.prompt());
        int characters = prompt.codePointCount(0, prompt.length());
        if (characters > PromptLimits.LONGEST) {
            checks.refuse(PROMPT, characters + " characters", PromptLimits.LONGEST + " at most");
        } else if (!PromptLimits.isStorable(prompt)) {
            checks.refuse(PROMPT, "a text with control characters", "none but tabs and ends of lines");
        } else {
            requireFits(prompt, model, checks);
        }
        return prompt;
    }

    private void requireFits(String prompt, ModelConfig model, FieldChecks checks) {
        try {
            tokenizers.tokens(model, prompt);
        } catch (CaptionTooLongException e) {
            checks.problem(PROMPT, e.getMessage());
        }
    }

    private static boolean namesNoClass(GenerationRequest request) {
        return request.label() == null && request.classId() == null;
    }

    private static String quoted(String text) {
        return "'" + text + "'";
    }
}
