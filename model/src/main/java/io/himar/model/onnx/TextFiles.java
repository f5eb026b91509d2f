package io.himar.model.onnx;

import io.himar.model.ModelConfig;
import io.himar.model.TextEncoderConfig;
import io.himar.model.TextEncoderParameters;
import io.himar.model.text.TokenizerFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The text encoder of a model's folder on its way to a repository: its weights, and the tokenizer, which goes beside
 * the text graph.
 */
final class TextFiles implements AutoCloseable {
    private final ModelConfig config;
    private final Path encoder;
    private final Path tokenizer;
    private final GraphWeights weights;

    private TextFiles(ModelConfig config, Path encoder, Path tokenizer) throws IOException {
        this.config = config;
        this.encoder = encoder;
        this.tokenizer = tokenizer;
        this.weights = GraphWeights.open(encoder, TextEncoderParameters.of(config.text()));
    }

    /**
     * Opens those of a model that draws texts.
     *
     * @throws IOException if the weights or the tokenizer are missing, or the tokenizer is not the encoder's
     */
    static TextFiles open(Path modelDirectory, ModelConfig config) throws IOException {
        TextEncoderConfig shape = config.text();
        Path tokenizer = modelDirectory.resolve(TokenizerFile.name(shape.kind()));
        TokenizerFile.requireFits(tokenizer, shape);
        return new TextFiles(config, modelDirectory.resolve(ModelExporter.TEXT_ENCODER_FILE), tokenizer);
    }

    GraphWeights weights() {
        return weights;
    }

    List<Path> sources() {
        return List.of(encoder, tokenizer);
    }

    void copyTokenizer(Path repository) throws IOException {
        Path graph = repository.resolve(config.name() + "-" + TritonModels.TEXT);
        Files.copy(tokenizer, graph.resolve(tokenizer.getFileName()));
    }

    @Override
    public void close() throws IOException {
        weights.close();
    }
}
