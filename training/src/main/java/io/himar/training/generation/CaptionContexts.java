package io.himar.training.generation;

import io.himar.model.GuidedSubject;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.Parameters;
import io.himar.model.Tensor;
import io.himar.model.TextEncoder;
import io.himar.model.TextEncoderConfig;
import io.himar.model.TextEncoderParameters;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.text.CaptionTokenizer;
import io.himar.model.text.CaptionTokens;
import io.himar.model.text.TokenizerFile;
import io.himar.model.text.WordVocabulary;
import io.himar.model.text.huggingface.HuggingFaceCaptionTokenizer;
import io.himar.training.file.Weights;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import io.himar.training.torch.TrainableParameters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Captions as the contexts that generation needs, each beside that of the empty caption. */
public final class CaptionContexts {
    private final TextEncoderConfig config;
    private final TextEncoder encoder;
    private final CaptionTokenizer tokenizer;

    /** @param parameters of the text encoder */
    public CaptionContexts(TextEncoderConfig config, Parameters parameters, CaptionTokenizer tokenizer) {
        this.config = config;
        this.encoder = new TextEncoder(TorchOps.create(), parameters, config);
        this.tokenizer = tokenizer;
    }

    /**
     * Those of a finished model that draws texts.
     *
     * @param model holds {@code config.json}, {@code text.safetensors} and the tokenizer
     * @throws UncheckedIOException in one sentence, if the tokenizer is missing or another encoder's
     */
    public static CaptionContexts load(Path model) {
        TextEncoderConfig config =
                ModelConfig.read(model.resolve(ModelExporter.CONFIG_FILE)).text();
        List<ParameterSpec> specs = TextEncoderParameters.of(config);
        Map<String, float[]> weights = Weights.read(model.resolve(ModelExporter.TEXT_ENCODER_FILE), specs);
        return new CaptionContexts(config, TrainableParameters.of(specs, weights), tokenizer(model, config));
    }

    private static CaptionTokenizer tokenizer(Path model, TextEncoderConfig config) {
        Path file = model.resolve(TokenizerFile.name(config.kind()));
        try {
            return switch (config.kind()) {
                case CLIP -> HuggingFaceCaptionTokenizer.open(file, config);
                case WORDS -> WordVocabulary.read(file, config);
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    public GuidedSubject of(List<String> captions) {
        int length = config.contextLength();
        int images = captions.size();
        long[] ids = new long[2 * images * length];
        boolean[] known = new boolean[ids.length];
        for (int i = 0; i < images; i++) {
            put(captions.get(i), ids, known, 2 * i);
            put("", ids, known, 2 * i + 1);
        }
        Tensor contexts = encoder.forward(new TorchTensor(Tensors.of(ids, 2L * images, length)));
        return new GuidedSubject.Captions(
                contexts.reshape(images, 2, length, config.width()),
                new TorchTensor(Tensors.of(known, images, 2, length)));
    }

    private void put(String caption, long[] ids, boolean[] known, int row) {
        int length = config.contextLength();
        CaptionTokens tokens = tokenizer.tokens(caption);
        System.arraycopy(tokens.padded(length), 0, ids, row * length, length);
        System.arraycopy(tokens.known(length), 0, known, row * length, length);
    }
}
