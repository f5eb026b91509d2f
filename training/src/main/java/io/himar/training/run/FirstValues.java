package io.himar.training.run;

import io.himar.model.ParameterSpec;
import io.himar.training.file.Weights;
import io.himar.training.torch.Initializer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** What the parameters of a training begin with. */
final class FirstValues {

    private FirstValues() {}

    /**
     * Each parameter's values by its name, row-major.
     *
     * @param given a file of weights to begin with, or null where they are drawn
     * @param checkpoint whether there is one, in which case the file is no longer needed
     * @throws IllegalArgumentException where the file is not of these parameters
     */
    static Map<String, float[]> of(String given, boolean checkpoint, List<ParameterSpec> specs, long seed) {
        return given == null || checkpoint
                ? Initializer.draw(specs, new SplittableRandom(seed))
                : Weights.read(Path.of(given), specs);
    }
}
