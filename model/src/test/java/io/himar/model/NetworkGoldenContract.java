package io.himar.model;

import static io.himar.model.GoldenArrays.assertClose;
import static io.himar.model.GoldenArrays.join;
import static io.himar.model.GoldenArrays.known;
import static io.himar.model.GoldenArrays.part;
import static io.himar.model.GoldenArrays.transpose;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every back end must do: agree with the released network, each part by itself, alone and in a batch. */
public interface NetworkGoldenContract extends BackEnd {

    /** Ten times the released code's own difference between single and double precision, without time embeddings. */
    double TIMELESS = 2e-5;
    /** With a time embedding, whose angles alone differ by 6e-5 between implementations of exp. */
    double TIMED = 1e-4;

    double PIXELS = 5e-5;

    @Test
    default void scale_aware_block() {
        long slots = GoldenFiles.tensor("block", "x").shape()[1];
        for (Stage stage : Stage.values()) {
            float[] out = first(onNetwork(
                    List.of(NetworkInput.golden("block", "x"), NetworkInput.golden("block", "c")),
                    (ops, parameters, in) -> {
                        ScaleAwareBlock block = new ScaleAwareBlock(
                                ops,
                                parameters.in("encoder_blocks.0"),
                                CONFIG.encoderNumHeads(),
                                CONFIG.width(),
                                CONFIG.layerNormEps());
                        return List.of(block.forward(in.get(0), Slots.all(slots), in.get(1), stage, null));
                    }));
            assertClose(out, GoldenFiles.floats("block", "out_task" + stage.index()), TIMELESS);
        }
    }

    @Test
    default void layer_norms_use_the_released_epsilon() {
        List<NetworkInput> small = List.of(NetworkInput.golden("block", "small_x"));
        double epsilon = CONFIG.layerNormEps();
        for (String norm : List.of(
                "encoder_blocks.0.norm1",
                "z_proj_ln",
                "encoder_norm",
                "decoder_norm",
                "diffloss.net.res_blocks.0.in_ln")) {
            float[] out = first(
                    onNetwork(small, (ops, parameters, in) -> List.of(parameters.layerNorm(norm, in.get(0), epsilon))));
            assertClose(out, GoldenFiles.floats("block", "eps." + norm), TIMELESS);
        }
        float[] plain = first(
                onNetwork(small, (ops, parameters, in) -> List.of(in.get(0).layerNorm(null, null, epsilon))));
        assertClose(plain, GoldenFiles.floats("block", "eps.diffloss.net.final_layer.norm_final"), TIMELESS);
    }

    @Test
    default void backbone_of_stage_1() {
        List<NetworkInput> inputs = List.of(
                NetworkInput.golden("backbone", "cond_tokens"),
                knownSlots("stage1_mask", 0, CONFIG.lowTokens()),
                classIds());
        Computation pivot = (ops, parameters, in) -> List.of(
                new Backbone(ops, parameters, CONFIG).pivot(in.get(0), new Backbone.Known.Flags(in.get(1)), in.get(2)));
        assertBatched(inputs, pivot, slots("stage1_z", 0, CONFIG.lowTokens()), TIMELESS);
    }

    @Test
    default void backbone_of_stage_2() {
        int total = CONFIG.lowTokens() + CONFIG.denseTokens();
        List<NetworkInput> inputs = List.of(
                NetworkInput.golden("backbone", "tokens"),
                knownSlots("stage2_mask", CONFIG.lowTokens(), total),
                classIds(),
                NetworkInput.golden("backbone", "small_z"));
        Computation refine = (ops, parameters, in) -> {
            Backbone backbone = new Backbone(ops, parameters, CONFIG);
            Tensor condition = backbone.projectCondition(in.get(3));
            return List.of(backbone.refine(condition, in.get(0), new Backbone.Known.Flags(in.get(1)), in.get(2)));
        };
        assertBatched(inputs, refine, slots("stage2_z", CONFIG.lowTokens(), total), TIMELESS);
    }

    @Test
    default void time_embedding() {
        List<float[]> out = onNetwork(List.of(steps("mlp_t")), (ops, parameters, in) -> {
            TimeEmbedding embedding = new TimeEmbedding(ops, parameters.in("diffloss.net.time_embed"));
            return List.of(embedding.sinusoid(in.get(0)), embedding.forward(in.get(0)));
        });
        assertClose(out.get(0), GoldenFiles.floats("heads", "mlp_time_freq"), TIMED);
        assertClose(out.get(1), GoldenFiles.floats("heads", "mlp_time_embed"), TIMED);
    }

    @Test
    default void mlp_head() {
        float[] x = GoldenFiles.floats("heads", "mlp_x");
        float[] z = GoldenFiles.floats("heads", "mlp_c");
        int rows = x.length / CONFIG.channels();
        List<NetworkInput> inputs = List.of(
                NetworkInput.floats(x, rows, 1, CONFIG.channels()),
                steps("mlp_t"),
                NetworkInput.floats(z, rows, 1, CONFIG.width()));
        Computation predict = (ops, parameters, in) -> {
            DiffusionHead.Prediction both = predict(new MlpHead(ops, parameters.in("diffloss.net"), CONFIG), in);
            return List.of(ops.concat(2, both.noise(), both.variance()));
        };
        assertBatched(inputs, predict, GoldenFiles.floats("heads", "mlp_out"), TIMED);
    }

    @Test
    default void transformer_head() {
        List<NetworkInput> inputs =
                List.of(grid("dit_x", CONFIG.channels()), steps("dit_t"), grid("dit_z", CONFIG.width()));
        Computation predict = (ops, parameters, in) ->
                List.of(predict(new TransformerHead(ops, parameters.in("cond_diffloss.net"), CONFIG), in)
                        .noise());
        float[] out = GoldenFiles.floats("heads", "dit_out");
        assertBatched(inputs, predict, transpose(out, CONFIG.channels(), CONFIG.denseTokens()), TIMED);
    }

    @Test
    default void autoencoder() {
        float[] moments = first(onAutoencoder(List.of(NetworkInput.golden("vae", "image")), (ops, parameters, in) -> {
            Autoencoder.Moments out = new Autoencoder(ops, parameters, CONFIG.vae()).encode(in.get(0));
            return List.of(ops.concat(1, out.mean(), out.logVariance()));
        }));
        assertClose(moments, GoldenFiles.floats("vae", "moments"), TIMELESS);
        float[] decoded = first(onAutoencoder(
                List.of(NetworkInput.golden("vae", "latent")),
                (ops, parameters, in) -> List.of(new Autoencoder(ops, parameters, CONFIG.vae()).decode(in.get(0)))));
        assertClose(decoded, GoldenFiles.floats("vae", "decoded"), PIXELS);
    }

    @Test
    default void group_norm_uses_the_released_epsilon() {
        float[] out =
                first(onAutoencoder(List.of(NetworkInput.golden("vae", "small_norm_in")), (ops, parameters, in) -> {
                    Parameters norm = parameters.in("decoder.up.3.block.1.norm1");
                    return List.of(in.get(0).groupNorm(32, norm.get("weight"), norm.get("bias"), 1e-6));
                }));
        assertClose(out, GoldenFiles.floats("vae", "small_norm_out"), TIMELESS);
    }

    /** All images at once, and the first and last one alone. */
    private void assertBatched(List<NetworkInput> inputs, Computation computation, float[] expected, double tolerance) {
        assertClose(first(onNetwork(inputs, computation)), expected, tolerance);
        int images = (int) inputs.get(0).shape()[0];
        for (int image : new int[] {0, images - 1}) {
            List<NetworkInput> one =
                    inputs.stream().map(input -> input.image(image)).toList();
            assertClose(first(onNetwork(one, computation)), part(expected, image, images), tolerance);
        }
    }

    private static DiffusionHead.Prediction predict(DiffusionHead head, List<Tensor> in) {
        return head.predict(in.get(0), head.time(in.get(1)), head.condition(in.get(2)));
    }

    private static float[] first(List<float[]> outputs) {
        return outputs.get(0);
    }

    private static NetworkInput classIds() {
        long[] ids = GoldenFiles.tensor("backbone", "class_ids").toLongs();
        return NetworkInput.longs(ids, ids.length);
    }

    private static NetworkInput steps(String name) {
        float[] steps = GoldenFiles.floats("heads", name);
        return NetworkInput.floats(steps, steps.length, 1, 1);
    }

    /** A recorded grid, channel first, as positions. */
    private static NetworkInput grid(String name, int channels) {
        int positions = CONFIG.denseTokens();
        float[] values = transpose(GoldenFiles.floats("heads", name), channels, positions);
        return NetworkInput.floats(values, values.length / positions / channels, positions, channels);
    }

    private static NetworkInput knownSlots(String mask, int start, int end) {
        boolean[] known = known(slots(mask, start, end));
        return NetworkInput.booleans(known, known.length / (end - start), end - start);
    }

    /** Slots start to end of [B, Ns + Nl, ..]. */
    private static float[] slots(String name, int start, int end) {
        int images = (int) GoldenFiles.tensor("backbone", name).shape()[0];
        int total = CONFIG.lowTokens() + CONFIG.denseTokens();
        float[][] parts = new float[images][];
        for (int image = 0; image < images; image++) {
            float[] all = part(GoldenFiles.floats("backbone", name), image, images);
            int width = all.length / total;
            parts[image] = Arrays.copyOfRange(all, start * width, end * width);
        }
        return join(parts);
    }
}
