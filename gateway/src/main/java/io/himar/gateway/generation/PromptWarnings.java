package io.himar.gateway.generation;

import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import io.himar.model.TextEncoderConfig;
import io.himar.model.text.CaptionTooLongException;
import io.himar.service.models.Models;
import io.himar.service.models.PromptTokenizers;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.Motif;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What the model of a prompt does not understand of it. A model that is not here any more says nothing. */
@Component
final class PromptWarnings {
    private final Models models;
    private final PromptTokenizers tokenizers;

    PromptWarnings(Models models, PromptTokenizers tokenizers) {
        this.models = models;
        this.tokenizers = tokenizers;
    }

    /** None, or one for all words that are not known. */
    List<Warning> of(Job job) {
        return job.motif() instanceof Motif.OfText text
                ? knowingWords(job.model()).stream()
                        .flatMap(model -> unknown(model, text.prompt()).stream())
                        .toList()
                : List.of();
    }

    /** Byte pairs spell every word. */
    private Optional<ModelConfig> knowingWords(String name) {
        return models.now()
                .find(name)
                .filter(model -> model.conditioning() == Conditioning.TEXT
                        && model.text().kind() == TextEncoderConfig.Kind.WORDS);
    }

    private Optional<Warning> unknown(ModelConfig model, String prompt) {
        List<String> words;
        try {
            words = tokenizers.tokens(model, prompt).unknown();
        } catch (CaptionTooLongException e) {
            return Optional.empty(); // of another model that had this name
        }
        return words.isEmpty() ? Optional.empty() : Optional.of(warning(model, words));
    }

    private static Warning warning(ModelConfig model, List<String> words) {
        String quoted = words.stream().map(word -> "'" + word + "'").collect(Collectors.joining(", "));
        return new Warning(
                "unknown_words",
                "prompt",
                "model " + model.name() + " does not know " + (words.size() == 1 ? "the word " : "the words ") + quoted
                        + " and draws without",
                words);
    }
}
