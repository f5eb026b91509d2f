package io.himar.model;

import static io.himar.model.GoldenArrays.assertClose;
import static io.himar.model.GoldenArrays.part;
import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.sampling.Noise;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every back end must do: encode the known slots alone, however many each image of a batch has. */
public interface KnownSlotsContract extends BackEnd {

    @Test
    default void true_entries_come_first_and_are_found_again() {
        boolean[] flags = {false, true, false, true, false, false, false, false, true, false, false, false};
        List<float[]> out = onNetwork(List.of(NetworkInput.booleans(flags, 3, 4)), (ops, parameters, in) -> {
            Tensor known = in.get(0);
            return List.of(known.trueFirst().toFloat(), known.places().toFloat());
        });
        assertThat(out.get(0)).hasSize(6).startsWith(1, 3);
        assertThat(out.get(0)[4]).as("the only one of the last row").isZero();
        assertThat(out.get(1)[1]).isZero();
        assertThat(out.get(1)[3]).isEqualTo(1);
        assertThat(out.get(1)[8]).isZero();
        assertThat(out.get(1)).as("places that there are").containsOnly(0, 1);
    }

    @Test
    default void where_nothing_is_known_there_is_still_one_slot() {
        List<float[]> out = onNetwork(
                List.of(NetworkInput.booleans(new boolean[8], 2, 4)),
                (ops, parameters, in) -> List.of(
                        in.get(0).trueFirst().toFloat(), in.get(0).places().toFloat()));
        assertThat(out.get(0)).containsExactly(0, 0);
        assertThat(out.get(1)).containsOnly(0);
    }

    @Test
    default void an_image_is_the_same_whatever_the_others_of_its_batch_know() {
        int slots = CONFIG.denseTokens();
        int images = 4;
        boolean[] known = new boolean[images * slots];
        known[slots + 3] = true;
        Arrays.fill(known, 2 * slots, 3 * slots, true);
        for (int i = 3 * slots; i < known.length; i += 2) {
            known[i] = true;
        }
        float[] tokens = Noise.gaussian(1, 0, 0, 0, images * slots, CONFIG.channels());
        float[] condition = Noise.gaussian(2, 0, 0, 0, images * CONFIG.lowTokens(), CONFIG.width());

        float[] together = refined(images, tokens, known, condition);
        for (int i = 0; i < images; i++) {
            float[] alone = refined(
                    1,
                    part(tokens, i, images),
                    Arrays.copyOfRange(known, i * slots, (i + 1) * slots),
                    part(condition, i, images));
            assertClose(part(together, i, images), alone, 1e-4f);
        }
    }

    private float[] refined(int images, float[] tokens, boolean[] known, float[] condition) {
        List<NetworkInput> inputs = List.of(
                NetworkInput.floats(tokens, images, CONFIG.denseTokens(), CONFIG.channels()),
                NetworkInput.booleans(known, images, CONFIG.denseTokens()),
                NetworkInput.longs(new long[images], images),
                NetworkInput.floats(condition, images, CONFIG.lowTokens(), CONFIG.width()));
        Computation refine = (ops, parameters, in) -> {
            Backbone backbone = new Backbone(ops, parameters, CONFIG);
            Tensor projected = backbone.projectCondition(in.get(3));
            return List.of(backbone.refine(projected, in.get(0), new Backbone.Known.Flags(in.get(1)), in.get(2)));
        };
        return onNetwork(inputs, refine).get(0);
    }
}
