package io.himar.training.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.himar.model.safetensors.SafetensorsFile;
import io.himar.training.torch.Tensors;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InceptionNetworkTest {
    private static InceptionNetwork network;

    @BeforeAll
    static void makeTheWeights() {
        network = SyntheticInception.network();
    }

    /** Of torch-fidelity's network with the same weights and pictures: smaller than 299x299, larger, and not square. */
    @ParameterizedTest
    @CsvSource({"0, 32, 32", "1, 48, 64", "2, 310, 320"})
    void features_and_logits_are_those_of_torch_fidelity(int index, int height, int width) throws Exception {
        try (PointerScope scope = new PointerScope()) {
            var seen = network.look(SyntheticInception.picture("image " + index, height, width));
            assertThat(deviation(seen.features(), expected("pooled." + index))).isLessThan(1e-5);
            assertThat(deviation(seen.logits(), expected("logits." + index))).isLessThan(1e-5);
        }
    }

    @Test
    void pictures_seen_together_are_seen_as_each_alone() {
        try (PointerScope scope = new PointerScope()) {
            float[] many = new float[18 * 3 * 8 * 8];
            double[] uniform = Formula.uniform("many", many.length);
            for (int i = 0; i < many.length; i++) {
                many[i] = (float) (2 * uniform[i] - 1);
            }
            Tensor pictures = Tensors.of(many, 18, 3, 8, 8);
            float[] together = network.look(pictures).features();
            float[] last = network.look(pictures.narrow(0, 17, 1)).features();
            float[] own = Arrays.copyOfRange(together, 17 * InceptionNetwork.FEATURES, together.length);
            assertThat(deviation(own, last)).isLessThan(1e-5);
        }
    }

    @Test
    void pictures_are_rounded_to_the_nearest_of_256_values_and_what_is_beyond_them_is_cut() {
        try (PointerScope scope = new PointerScope()) {
            float[] values = new float[258];
            for (int i = 0; i < 256; i++) {
                values[i] = i / 127.5f - 1 + (i % 2 == 0 ? 0.4f : -0.4f) / 127.5f;
            }
            values[256] = -1.7f;
            values[257] = 1.7f;
            float[] bytes = Tensors.floats(InceptionNetwork.eightBit(Tensors.of(values, 1, 1, 1, 258)));
            for (int i = 0; i < 256; i++) {
                assertThat(bytes[i]).isEqualTo(i);
            }
            assertThat(bytes[256]).isZero();
            assertThat(bytes[257]).isEqualTo(255);
        }
    }

    /** Columns 0, 1 and 2 lie at 0, 2/3 and 4/3 of two columns, the last of which repeats beyond itself. */
    @Test
    void pixels_are_resized_from_their_corners_and_not_from_their_middles() {
        try (PointerScope scope = new PointerScope()) {
            Tensor resized = TensorFlowResize.to(3, Tensors.of(new float[] {0, 3, 6, 9}, 1, 1, 2, 2));
            float[] expected = {0, 2, 3, 4, 6, 7, 6, 8, 9};
            float[] found = Tensors.floats(resized);
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(1e-5f));
            }
        }
    }

    /** The largest difference, as a share of the largest value. */
    private static double deviation(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        double difference = 0;
        double largest = 0;
        for (int i = 0; i < expected.length; i++) {
            difference = Math.max(difference, Math.abs(found[i] - expected[i]));
            largest = Math.max(largest, Math.abs(expected[i]));
        }
        return difference / largest;
    }

    private static float[] expected(String name) throws IOException, URISyntaxException {
        Path file = Path.of(InceptionNetworkTest.class
                .getResource("/inception/expected.safetensors")
                .toURI());
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            return tensors.tensor(name).toFloats();
        }
    }
}
