package io.himar.worker;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.himar.inference.stage.GraphCall;
import io.himar.inference.stage.TextContext;
import io.himar.model.catalog.ModelEntry;
import io.himar.service.models.PromptTokenizers;

/**
 * The contexts of prompts. Each is computed once, however many images ask for it at the same time, and kept until
 * others need the room. Safe for use by many threads.
 */
final class PromptContexts {
    /** Of contexts, in all: some 270 of CLIP's, and tens of thousands of those of small encoders. */
    private static final long MOST_BYTES = 64L << 20;

    private final PromptTokenizers tokenizers;
    private final Cache<Key, TextContext> contexts = Caffeine.newBuilder()
            .maximumWeight(MOST_BYTES)
            .weigher((Key key, TextContext context) -> bytes(key, context))
            .build();

    PromptContexts(PromptTokenizers tokenizers) {
        this.tokenizers = tokenizers;
    }

    private record Key(String model, String version, String prompt) {}

    /**
     * The context of a prompt.
     *
     * @param graphs what computes it, if nobody has yet
     * @throws io.himar.model.text.CaptionTooLongException if the model's encoder does not take so many tokens
     * @throws io.himar.inference.InferenceException when the graph call fails; the next one who asks tries again
     */
    TextContext of(ModelEntry model, String prompt, GraphCall graphs) {
        return contexts.get(
                new Key(model.name(), model.version(), prompt),
                key -> TextContext.of(tokenizers.tokens(model.config(), prompt), model.config(), graphs));
    }

    private static int bytes(Key key, TextContext context) {
        return Float.BYTES * context.values().length + context.known().length + Character.BYTES * key.prompt.length();
    }
}
