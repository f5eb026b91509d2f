package io.himar.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.BackEnd.Computation;
import io.himar.model.Backbone.Known;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.TensorView;
import io.himar.training.Golden;
import io.himar.training.diffusion.KnownSlotsAccess;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts on LibTorch: the text encoder against the reference, and the backbone in training against that in serving. */
class LibTorchTextTest implements TextEncoderGoldenContract {
    private static final int IMAGES = 2;
    private static final int LENGTH = TextModel.CONTEXT_LENGTH;

    @TempDir
    private Path folder;

    @Override
    public List<float[]> onTextEncoder(List<NetworkInput> inputs, Computation computation) {
        ClipGolden.folder();
        try (Golden weights = Golden.open("clip/model")) {
            List<Tensor> tensors =
                    inputs.stream().map(LibTorchGoldenTest::tensor).toList();
            return computation.run(TorchOps.create(), weights.parameters(""), tensors).stream()
                    .map(output -> Tensors.floats(((TorchTensor) output).value()))
                    .toList();
        }
    }

    @Test
    void dropping_unknown_slots_gives_what_hiding_them_gives_with_texts_of_unequal_length() throws IOException {
        Path model = TextModel.write(folder);
        ModelConfig config = TextModel.config(model);
        boolean[][] low = {masked(config.lowTokens(), 1), masked(config.lowTokens(), 0)};
        boolean[][] dense = {masked(config.denseTokens(), 0), masked(config.denseTokens(), 1)};
        Subject subject = new Subject.Captions(
                random(LENGTH, config.text().width()), booleans(new boolean[][] {known(3), known(LENGTH)}));
        Tensor tokens = random(config.lowTokens(), config.channels());
        Tensor denseTokens = random(config.denseTokens(), config.channels());
        Tensor condition = random(config.lowTokens(), config.width());
        try (SafetensorsFile file = SafetensorsFile.open(model.resolve(ModelExporter.NETWORK_FILE))) {
            Backbone backbone = new Backbone(TorchOps.create(), parameters(file), config);
            Tensor dropped = backbone.pivot(tokens, KnownSlotsAccess.gathered(low), subject);
            Tensor hidden = backbone.pivot(tokens, hidden(low), subject);
            assertThat(Golden.difference(dropped, ((TorchTensor) hidden).value()))
                    .isLessThan(2e-5);
            dropped = backbone.refine(condition, denseTokens, KnownSlotsAccess.gathered(dense), subject);
            hidden = backbone.refine(condition, denseTokens, hidden(dense), subject);
            assertThat(Golden.difference(dropped, ((TorchTensor) hidden).value()))
                    .isLessThan(2e-5);
        }
    }

    private static Parameters parameters(SafetensorsFile file) {
        return name -> {
            try {
                TensorView view = file.tensor(name);
                return new TorchTensor(Tensors.of(view.toFloats(), view.shape()));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        };
    }

    /** Every second slot, from the first or the second one on. */
    private static boolean[] masked(int slots, int first) {
        boolean[] masked = new boolean[slots];
        for (int slot = first; slot < slots; slot += 2) {
            masked[slot] = true;
        }
        return masked;
    }

    private static boolean[] known(int tokens) {
        boolean[] known = new boolean[LENGTH];
        Arrays.fill(known, 0, tokens, true);
        return known;
    }

    private static Known hidden(boolean[][] masks) {
        boolean[][] known = new boolean[masks.length][masks[0].length];
        for (int image = 0; image < known.length; image++) {
            for (int slot = 0; slot < known[image].length; slot++) {
                known[image][slot] = !masks[image][slot];
            }
        }
        return new Known.Flags(booleans(known));
    }

    private static TorchTensor booleans(boolean[][] rows) {
        boolean[] flat = new boolean[rows.length * rows[0].length];
        for (int row = 0; row < rows.length; row++) {
            System.arraycopy(rows[row], 0, flat, row * rows[0].length, rows[0].length);
        }
        return new TorchTensor(Tensors.of(flat, rows.length, rows[0].length));
    }

    private static TorchTensor random(int rows, int columns) {
        Random random = new Random(rows);
        float[] values = new float[IMAGES * rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return new TorchTensor(Tensors.of(values, IMAGES, rows, columns));
    }
}
