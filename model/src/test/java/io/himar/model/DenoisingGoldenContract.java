package io.himar.model;

import static io.himar.model.GoldenArrays.assertClose;
import static io.himar.model.GoldenArrays.join;
import static io.himar.model.GoldenArrays.known;
import static io.himar.model.GoldenArrays.largest;
import static io.himar.model.GoldenArrays.part;
import static io.himar.model.GoldenArrays.repeat;
import static io.himar.model.GoldenArrays.transpose;
import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.sampling.SamplerTable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every back end must do: denoise as the released sampler does with the same noise. */
public interface DenoisingGoldenContract extends BackEnd {

    double CHAIN = 5e-4;
    /** For chains from step 999, which random weights let grow to 1e5. */
    double RELATIVE = 1e-4;

    @Test
    default void single_steps_of_the_mlp_head() {
        List<GoldenChain> chains = GoldenChain.withSteps("mlp");
        assertThat(chains).isNotEmpty();
        for (GoldenChain chain : chains) {
            for (int k = 0; k < chain.steps(); k++) {
                float[] noise = join(chain.stepInput(k), chain.stepNoise(k));
                float[] guidance = {chain.guidance()};
                assertAgrees(mlpChain(chain.row(k), noise, guidance), chain.stepOutput(k));
            }
        }
    }

    @Test
    default void single_steps_of_the_transformer_head() {
        List<GoldenChain> chains = GoldenChain.withSteps("dit");
        assertThat(chains).isNotEmpty();
        for (GoldenChain chain : chains) {
            for (int k = 0; k < chain.steps(); k++) {
                float[] noise = positionsFirst(join(chain.stepInput(k), chain.stepNoise(k)));
                float[] guidance = {chain.guidance()};
                // The recorded input already has its known positions replaced.
                float[] out = ditChain(chain.row(k), noise, guidance, false);
                assertAgrees(out, positionsFirst(chain.stepOutput(k)));
            }
        }
    }

    @Test
    default void chains_of_the_mlp_head() {
        for (GoldenChain chain : GoldenChain.all("mlp")) {
            float[] out = mlpChain(chain.table(), chain.noise(), new float[] {chain.guidance()});
            assertAgrees(out, chain.out());
        }
    }

    @Test
    default void chains_of_the_transformer_head_re_noise_known_positions() {
        for (GoldenChain chain : GoldenChain.all("dit")) {
            float[] noise = positionsFirst(chain.noise());
            assertMaskedAgrees(ditChain(chain.table(), noise, new float[] {chain.guidance()}, true), chain);
        }
    }

    @Test
    default void images_of_one_batch_do_not_mix() {
        GoldenChain chain = GoldenChain.withSteps("mlp").get(0);
        int images = chain.out().length / CONFIG.channels(); // every recorded position as an image of its own
        float[] guidance = new float[images];
        Arrays.fill(guidance, chain.guidance());
        // [K, images, C] to [images, K, C]
        float[][] draws = new float[images * chain.table().noiseTensors()][];
        for (int i = 0; i < draws.length; i++) {
            float[] draw = part(
                    chain.noise(),
                    i % chain.table().noiseTensors(),
                    chain.table().noiseTensors());
            draws[i] = part(draw, i / chain.table().noiseTensors(), images);
        }
        assertAgrees(mlpChain(chain.table(), join(draws), guidance), chain.out());
    }

    @Test
    default void images_of_one_batch_have_each_their_own_guidance() {
        List<GoldenChain> alike = GoldenChain.all("dit").stream()
                .filter(chain -> chain.name().contains(".r1x8.") && chain.name().endsWith("temp0.9"))
                .toList();
        assertThat(alike).hasSize(2);
        float[] noise = positionsFirst(join(alike.get(0).noise(), alike.get(1).noise()));
        float[] guidance = {alike.get(0).guidance(), alike.get(1).guidance()};
        float[] out = ditChain(alike.get(0).table(), noise, guidance, true);
        assertMaskedAgrees(part(out, 0, 2), alike.get(0));
        assertMaskedAgrees(part(out, 1, 2), alike.get(1));
    }

    /** The MLP head on the recorded conditions, whose positions the images share out among them. */
    private float[] mlpChain(SamplerTable table, float[] noise, float[] guidance) {
        int images = guidance.length;
        float[] z = GoldenFiles.floats("sampling", "mlp.z");
        int positions = z.length / CONFIG.width() / 2 / images;
        List<NetworkInput> inputs = List.of(
                NetworkInput.floats(z, 2L * images, positions, CONFIG.width()),
                NetworkInput.floats(guidance, images, 1),
                NetworkInput.floats(noise, images, table.noiseTensors(), positions, CONFIG.channels()),
                tables(table, images));
        Computation chain = (ops, parameters, in) -> {
            MlpHead head = new MlpHead(ops, parameters.in("diffloss.net"), CONFIG);
            DenoisingLoop loop = new DenoisingLoop(ops, head);
            return List.of(loop.run(in.get(0), in.get(1), in.get(2), in.get(3), null));
        };
        return onNetwork(inputs, chain).get(0);
    }

    /** The Transformer head, every image with the recorded conditions and known tokens. */
    private float[] ditChain(SamplerTable table, float[] noise, float[] guidance, boolean withKnown) {
        int images = guidance.length;
        int nl = CONFIG.denseTokens();
        int channels = CONFIG.channels();
        float[] z = transpose(GoldenFiles.floats("sampling", "dit.z"), CONFIG.width(), nl);
        float[] halves = join(repeat(part(z, 0, 2), images), repeat(part(z, 1, 2), images));
        float[] tokens = positionsFirst(GoldenFiles.floats("sampling", "dit.known_tokens"));
        boolean[] known = known(repeat(GoldenFiles.floats("sampling", "dit.mask"), images));
        List<NetworkInput> inputs = List.of(
                NetworkInput.floats(halves, 2L * images, nl, CONFIG.width()),
                NetworkInput.floats(guidance, images, 1),
                NetworkInput.floats(noise, images, table.noiseTensors(), nl, channels),
                tables(table, images),
                NetworkInput.floats(repeat(tokens, images), images, nl, channels),
                NetworkInput.booleans(known, images, nl, 1));
        Computation chain = (ops, parameters, in) -> {
            TransformerHead head = new TransformerHead(ops, parameters.in("cond_diffloss.net"), CONFIG);
            DenoisingLoop loop = new DenoisingLoop(ops, head);
            DenoisingLoop.KnownTokens given = withKnown ? new DenoisingLoop.KnownTokens(in.get(4), in.get(5)) : null;
            return List.of(loop.run(in.get(0), in.get(1), in.get(2), in.get(3), given));
        };
        return onNetwork(inputs, chain).get(0);
    }

    private static NetworkInput tables(SamplerTable table, int images) {
        return NetworkInput.floats(repeat(table.values(), images), images, table.steps(), SamplerTable.COLUMNS);
    }

    private static float[] positionsFirst(float[] grid) {
        return transpose(grid, CONFIG.channels(), CONFIG.denseTokens());
    }

    /** The caller keeps masked positions only; the others mean nothing. */
    private static void assertMaskedAgrees(float[] out, GoldenChain chain) {
        float[] mask = GoldenFiles.floats("sampling", "dit.mask");
        float[] expected = positionsFirst(chain.out());
        float[] kept = out.clone();
        for (int i = 0; i < kept.length; i++) {
            kept[i] = mask[i / CONFIG.channels()] == 1 ? out[i] : expected[i];
        }
        assertAgrees(kept, expected);
    }

    private static void assertAgrees(float[] actual, float[] expected) {
        assertClose(actual, expected, Math.max(CHAIN, RELATIVE * largest(expected)));
    }
}
