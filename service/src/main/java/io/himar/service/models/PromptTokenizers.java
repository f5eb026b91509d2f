package io.himar.service.models;

import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import io.himar.model.TextEncoderConfig;
import io.himar.model.catalog.ModelCatalog;
import io.himar.model.catalog.ModelCatalogException;
import io.himar.model.text.CaptionTokenizer;
import io.himar.model.text.CaptionTokens;
import io.himar.model.text.WordVocabulary;
import io.himar.model.text.huggingface.HuggingFaceCaptionTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * How prompts become tokens, for each model of a repository that draws texts. The library that reads CLIP's tokenizers
 * is loaded only where there is such a model. Safe for use by many threads.
 */
public final class PromptTokenizers implements AutoCloseable {
    /** By the very configuration that a catalog holds: one that replaced it may be equal, and have other words. */
    private final IdentityHashMap<ModelConfig, CaptionTokenizer> byModel = new IdentityHashMap<>();

    /** Held by whoever uses one, so that none is closed meanwhile. */
    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    PromptTokenizers() {}

    /**
     * Reads those of all models.
     *
     * @throws ModelCatalogException in one sentence, if one is missing, damaged, or not that of its model
     */
    public static PromptTokenizers read(ModelCatalog models) {
        PromptTokenizers tokenizers = new PromptTokenizers();
        models.models().stream()
                .filter(model -> model.conditioning() == Conditioning.TEXT)
                .forEach(model -> tokenizers.open(models, model));
        return tokenizers;
    }

    /**
     * Reads that of one model, which draws texts.
     *
     * @throws ModelCatalogException in one sentence, if it is missing, damaged, or not that of the model
     */
    void open(ModelCatalog models, ModelConfig model) {
        CaptionTokenizer opened = tokenizer(models, model);
        lock.writeLock().lock();
        try {
            byModel.put(model, opened);
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static CaptionTokenizer tokenizer(ModelCatalog models, ModelConfig model) {
        TextEncoderConfig encoder = model.text();
        Path file = models.tokenizer(model);
        try {
            return switch (encoder.kind()) {
                case WORDS -> WordVocabulary.read(file, encoder);
                case CLIP -> HuggingFaceCaptionTokenizer.open(file, encoder);
            };
        } catch (IOException | LinkageError e) {
            throw new ModelCatalogException(
                    models.directory(), "holds a model whose prompts cannot be read: " + e.getMessage(), e);
        }
    }

    /** Closes those of all other models than these. */
    void keepOnly(Collection<ModelCatalog> catalogs) {
        Set<ModelConfig> kept = Collections.newSetFromMap(new IdentityHashMap<>());
        catalogs.forEach(catalog -> kept.addAll(catalog.models()));
        lock.writeLock().lock();
        try {
            byModel.entrySet().removeIf(each -> {
                boolean unused = !kept.contains(each.getKey());
                if (unused) {
                    each.getValue().close();
                }
                return unused;
            });
        } finally {
            lock.writeLock().unlock();
        }
    }

    /**
     * The tokens of a prompt.
     *
     * @param model one that draws texts
     * @throws io.himar.model.text.CaptionTooLongException if there are more than its encoder takes
     * @throws IllegalStateException if the model has been replaced more than once since it was found
     */
    public CaptionTokens tokens(ModelConfig model, String prompt) {
        lock.readLock().lock();
        try {
            CaptionTokenizer tokenizer = byModel.get(model);
            if (tokenizer == null) {
                throw new IllegalStateException("model " + model.name() + " is not there any more");
            }
            return tokenizer.tokens(prompt);
        } finally {
            lock.readLock().unlock();
        }
    }

    /** After this no prompt can be read. */
    @Override
    public void close() {
        keepOnly(List.of());
    }
}
