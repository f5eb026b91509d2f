package io.himar.training.run;

import io.himar.model.Autoencoder;
import io.himar.model.ModelConfig;
import io.himar.training.file.DurableFile;
import io.himar.training.generation.Generator;
import io.himar.training.generation.SampleGrid;
import io.himar.training.loop.StopRequest;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TrainableParameters;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/** Grids of the averaged network's pictures, a column a class or a text, always of the same seeds. */
final class SampleGrids {
    private final ModelConfig model;
    private final Autoencoder autoencoder;
    private final ShownSubjects shown;
    private final int columns;
    private final int rows;

    SampleGrids(ModelConfig model, Autoencoder autoencoder, int each, ShownSubjects shown) {
        this.model = model;
        this.autoencoder = autoencoder;
        this.shown = shown;
        this.columns = shown.count();
        this.rows = each;
    }

    void write(TrainableParameters network, Path picture) {
        Generator generator = new Generator(model, network, autoencoder);
        float[][] pictures = new float[rows * columns][];
        for (int row = 0; row < rows; row++) {
            if (StopRequest.made()) {
                return; // a checkpoint is waited for, not a picture
            }
            long[] seeds = new long[columns];
            int first = row * columns;
            Arrays.setAll(seeds, i -> first + i + 1);
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                float[] values = Tensors.floats(generator
                        .generate(shown.subject(network), seeds, model.sampling())
                        .pictures());
                int each = values.length / columns;
                for (int i = 0; i < columns; i++) {
                    pictures[first + i] = Arrays.copyOfRange(values, i * each, (i + 1) * each);
                }
            }
        }
        DurableFile.write(picture, SampleGrid.png(pictures, columns));
        if (!shown.captions().isEmpty()) {
            DurableFile.write(picture.resolveSibling("captions.txt"), String.join("\n", shown.captions()) + "\n");
        }
    }
}
