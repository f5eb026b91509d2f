package io.himar.training.run;

import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.TextEncoder;
import io.himar.model.TextEncoderConfig;
import io.himar.model.TextEncoderParameters;
import io.himar.model.checkpoint.ClipTextModel;
import io.himar.model.checkpoint.WeightPrecision;
import io.himar.model.text.CaptionTokenizer;
import io.himar.model.text.CaptionTokens;
import io.himar.model.text.huggingface.HuggingFaceCaptionTokenizer;
import io.himar.training.config.TrainingConfig;
import io.himar.training.data.ContextFile;
import io.himar.training.diffusion.PictureSubjects;
import io.himar.training.file.FileDigest;
import io.himar.training.file.Weights;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import io.himar.training.torch.TrainableParameters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * Captions as CLIP's text encoder reads them. It is not trained: the context of every caption is computed once, before
 * the network's training, and the encoder then let go.
 */
final class ClipTexts implements Texts {
    /** The empty caption, among the captions that have contexts. */
    private static final int EMPTY = 0;

    private final Path folder;
    private final TextEncoderConfig encoder;
    private final Path contexts;
    private final List<String> heldOut;
    /** By each caption that there is, the empty one first. */
    private final Map<String, CaptionTokens> tokens = new LinkedHashMap<>();

    private final int[] captions;
    private ContextFile file;

    /**
     * Takes the tokens of all captions.
     *
     * @param contexts folder in which contexts are kept
     * @throws IllegalArgumentException where the encoder has another shape than the configuration says, or where its
     *     files or its tokenizer are not what they should be
     * @throws io.himar.model.text.CaptionTooLongException where a caption is longer than the encoder's context
     */
    ClipTexts(List<String> captions, List<String> heldOut, TrainingConfig config, Path contexts) {
        this.folder = Path.of(config.textEncoder());
        this.encoder = config.model().text();
        this.contexts = contexts;
        this.heldOut = heldOut.subList(0, Math.min(ShownSubjects.MOST, heldOut.size()));
        checkShape();
        try (CaptionTokenizer tokenizer =
                HuggingFaceCaptionTokenizer.open(folder.resolve(ClipTextModel.TOKENIZER), encoder)) {
            tokens.put("", tokenizer.tokens(""));
            captions.forEach(caption -> tokens.computeIfAbsent(caption, tokenizer::tokens));
            heldOut.forEach(tokenizer::tokens);
            this.heldOut.forEach(caption -> tokens.computeIfAbsent(caption, tokenizer::tokens));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        List<String> order = List.copyOf(tokens.keySet());
        Map<String, Integer> places = new LinkedHashMap<>();
        order.forEach(caption -> places.put(caption, places.size()));
        this.captions = captions.stream().mapToInt(places::get).toArray();
    }

    private void checkShape() {
        try {
            TextEncoderConfig found = ClipTextModel.read(folder).config();
            if (!found.equals(encoder)) {
                throw new IllegalArgumentException("text_encoder: " + folder + " has " + found
                        + " (expected: that of model.text, " + encoder + ")");
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("text_encoder: " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, float[]> trainedIn(Path finished) {
        return Map.of();
    }

    @Override
    public PictureSubjects subjects() {
        return new PictureSubjects.Contexts(contexts(), captions, EMPTY, encoder.contextLength());
    }

    @Override
    public ShownSubjects shown(ModelConfig model) {
        List<String> order = List.copyOf(tokens.keySet());
        int[] shown = heldOut.stream().mapToInt(order::indexOf).toArray();
        return new ShownSubjects.Contexts(heldOut, contexts(), shown, EMPTY, model);
    }

    private ContextFile contexts() {
        if (file == null) {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                List<ParameterSpec> specs = TextEncoderParameters.of(encoder);
                file = ContextFile.open(
                        contexts.resolve(key() + ".f16"),
                        tokens.values().stream()
                                .mapToInt(each -> each.ids().size())
                                .toArray(),
                        encoder.width(),
                        new Encoding(specs)::context);
            }
        }
        return file;
    }

    private String key() {
        List<String> all = new ArrayList<>(tokens.keySet());
        all.add(FileDigest.of(List.of(folder.resolve(ClipTextModel.WEIGHTS), folder.resolve(ClipTextModel.TOKENIZER))));
        return FileDigest.ofText(all);
    }

    @Override
    public void write(Path model, Map<String, float[]> trained) throws IOException {
        ClipTextModel.read(folder).copyTo(model, WeightPrecision.FP16);
    }

    /** The encoder, whose weights are read when the first context is wanted. */
    private final class Encoding {
        private final List<ParameterSpec> specs;
        private final List<CaptionTokens> all = List.copyOf(tokens.values());
        private TextEncoder network;

        Encoding(List<ParameterSpec> specs) {
            this.specs = specs;
        }

        float[] context(int caption) {
            if (network == null) {
                Map<String, float[]> weights = Weights.read(folder.resolve(ClipTextModel.WEIGHTS), specs);
                network = new TextEncoder(TorchOps.create(), TrainableParameters.of(specs, weights), encoder);
            }
            try (PointerScope scope = new PointerScope()) {
                int length = encoder.contextLength();
                long[] ids = all.get(caption).padded(length);
                return Tensors.floats(
                        ((TorchTensor) network.forward(new TorchTensor(Tensors.of(ids, 1, length)))).value());
            }
        }
    }
}
