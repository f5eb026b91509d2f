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
import java.util.HashMap;
import java.util.Map;
import org.springframework.beans.factory.DisposableBean;

/**
 * How prompts become tokens, for each model of a repository that draws texts. The library that reads CLIP's tokenizers
 * is loaded only where there is such a model. Safe for use by many threads.
 */
public final class PromptTokenizers implements DisposableBean {
    private final Map<String, CaptionTokenizer> byModel;

    private PromptTokenizers(Map<String, CaptionTokenizer> byModel) {
        this.byModel = Map.copyOf(byModel);
    }

    /**
     * Reads those of all models.
     *
     * @throws ModelCatalogException in one sentence, if one is missing, damaged, or not that of its model
     */
    public static PromptTokenizers read(ModelCatalog models) {
        Map<String, CaptionTokenizer> byModel = new HashMap<>();
        for (ModelConfig model : models.models()) {
            if (model.conditioning() == Conditioning.TEXT) {
                byModel.put(model.name(), open(models, model));
            }
        }
        return new PromptTokenizers(byModel);
    }

    private static CaptionTokenizer open(ModelCatalog models, ModelConfig model) {
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

    /**
     * The tokens of a prompt.
     *
     * @param model one that draws texts
     * @throws io.himar.model.text.CaptionTooLongException if there are more than its encoder takes
     */
    public CaptionTokens tokens(ModelConfig model, String prompt) {
        return byModel.get(model.name()).tokens(prompt);
    }

    @Override
    public void destroy() {
        byModel.values().forEach(CaptionTokenizer::close);
    }
}
