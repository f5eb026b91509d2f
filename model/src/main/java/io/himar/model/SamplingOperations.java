package io.himar.model;

import io.himar.model.sampling.MaskSchedule;
import java.util.List;
import java.util.function.Predicate;

/**
 * What drawing one picture's tokens takes, in operations, two a multiplication with addition: matrix products and
 * attention of both stages, both branches of guidance, unknown slots dropped in the encoder as the paper does.
 * Decoding, the same for every design, is left out, and so is what is small beside these (norms, activations, sampling
 * itself).
 */
public final class SamplingOperations {
    private static final double PER_PRODUCT = 2;
    private static final double BRANCHES = 2;

    private final ModelConfig model;
    private final List<ParameterSpec> parameters;

    private SamplingOperations(ModelConfig model) {
        this.model = model;
        this.parameters = HiMarParameters.of(model);
    }

    public static double perImage(ModelConfig model, SamplingDefaults sampling) {
        SamplingOperations operations = new SamplingOperations(model);
        double refine = operations.stage(Stage.REFINE, sampling.refine());
        return model.variant().hierarchical() ? operations.stage(Stage.PIVOT, sampling.pivot()) + refine : refine;
    }

    private double stage(Stage stage, StageSampling sampling) {
        int tokens = stage == Stage.PIVOT ? model.lowTokens() : model.denseTokens();
        MaskSchedule schedule = MaskSchedule.of(tokens, sampling.steps());
        boolean joint = model.variant().head(stage) == Variant.HeadKind.TRANSFORMER;
        double sum = 0;
        for (int step = 0; step < schedule.steps(); step++) {
            int known = tokens - schedule.maskedBefore(step);
            int denoised = joint ? tokens : schedule.predicted(step);
            sum += backbone(stage, known) + head(stage, denoised, sampling.denoisingSteps());
        }
        return BRANCHES * sum;
    }

    private double backbone(Stage stage, int known) {
        boolean guided = stage == Stage.REFINE && model.variant().hierarchical();
        int given = guided ? model.lowTokens() : 0;
        int encoded = model.bufferSize() + given + known;
        int decoded = model.slots();
        return known * linear(stage == Stage.PIVOT ? "cond_proj." : "z_proj.")
                + given * linear("cond_z_proj.")
                + encoded * (linear("encoder_blocks.") + linear("decoder_embed."))
                + model.encoderDepth() * attention(encoded, model.width())
                + decoded * linear("decoder_blocks.")
                + model.decoderDepth() * attention(decoded, model.width());
    }

    /** @param rows tokens that are denoised */
    private double head(Stage stage, int rows, int denoisingSteps) {
        String net = DiffusionHead.prefix(stage) + ".";
        boolean joint = model.variant().head(stage) == Variant.HeadKind.TRANSFORMER;
        String condition = net + (joint ? "c_embedder." : "cond_embed.");
        String time = net + (joint ? "t_embedder." : "time_embed.");
        double token = linear(net) - linear(condition) - linear(time);
        double attention = joint ? model.gdmD() * attention(rows, model.gdmW()) : 0;
        return rows * linear(condition) + denoisingSteps * (rows * token + attention);
    }

    /** Of the linear layers whose names begin so, for one row. */
    private double linear(String prefix) {
        Predicate<ParameterSpec> matrix = spec -> spec.name().startsWith(prefix)
                && spec.name().endsWith(".weight")
                && spec.shape().size() >= 2;
        return PER_PRODUCT
                * parameters.stream()
                        .filter(matrix)
                        .mapToLong(ParameterSpec::entries)
                        .sum();
    }

    /** Of queries with keys and of weights with values. */
    private static double attention(double slots, double width) {
        return PER_PRODUCT * 2 * slots * slots * width;
    }
}
