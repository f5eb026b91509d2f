package io.himar.training.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.himar.model.SamplingDefaults;
import io.himar.model.StageSampling;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.training.torch.Tensors;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptPicturesTest {
    private static final long[] CLASSES = {3, 1};
    private static final long[] SEEDS = {17, 18};

    @TempDir
    private Path folder;

    @Test
    void pictures_are_made_once_and_then_taken_from_the_files() {
        try (PointerScope scope = new PointerScope()) {
            float[] drawn = values(2 * 3 * 4 * 4);
            var first = kept(20).of(CLASSES, SEEDS, () -> generated(drawn));
            var again = kept(20).of(CLASSES, SEEDS, () -> {
                throw new AssertionError("made again");
            });
            float[] read = Tensors.floats(again.pictures());
            assertThat(read).isEqualTo(Tensors.floats(first.pictures()));
            for (int i = 0; i < drawn.length; i++) {
                assertThat(read[i]).isCloseTo(drawn[i], within(1 / 255f + 1e-5f));
            }
            assertThat(Tensors.floats(again.previews())).hasSize(2 * 3 * 2 * 2);
            assertThat(folder.resolve("pictures/17-3.png")).exists();
            assertThat(folder.resolve("previews/18-1.png")).exists();
        }
    }

    @Test
    void a_batch_that_was_not_finished_is_made_again() throws Exception {
        try (PointerScope scope = new PointerScope()) {
            kept(20).of(CLASSES, SEEDS, () -> generated(values(96)));
            Files.delete(folder.resolve("pictures/18-1.png"));
            float[] other = new float[96];
            var again = kept(20).of(CLASSES, SEEDS, () -> generated(other));
            assertThat(Tensors.floats(again.pictures())[0]).isCloseTo(0, within(0.01f));
        }
    }

    @Test
    void pictures_sampled_in_another_way_are_not_mixed_in() {
        kept(20);
        assertThatThrownBy(() -> kept(21))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("denoisingSteps=20")
                .hasMessageContaining("denoisingSteps=21");
    }

    private KeptPictures kept(int denoisingSteps) {
        var stage = new StageSampling(2, 3, GuidanceSchedule.LINEAR, SamplerKind.DDIM, denoisingSteps, 1);
        return new KeptPictures(folder, "tiny", new SamplingDefaults(stage, stage));
    }

    private static Generator.Generated generated(float[] pictures) {
        return new Generator.Generated(Tensors.of(values(24), 2, 3, 2, 2), Tensors.of(pictures, 2, 3, 4, 4));
    }

    private static float[] values(int count) {
        var random = new SplittableRandom(1);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextDouble(-1, 1);
        }
        return values;
    }
}
