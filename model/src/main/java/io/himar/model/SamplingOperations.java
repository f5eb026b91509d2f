package io.himar.model;

import io.himar.model.sampling.MaskSchedule;
import java.util.List;
import java.util.function.Predicate;

/**
 * What drawing one picture's tokens takes, in operations, two a multiplication with addition: matrix products and
 * attention of both stages, both branches of guidance where both are computed, unknown slots dropped in the encoder as
 * the paper does. Decoding, the same for every design, is left out, and so is what is small beside these (norms,
 * activations, sampling itself).
 */
public final class SamplingOperations {
    private static final double PER_PRODUCT = 2;
    private static final double BRANCHES = 2;

    private final ModelConfig model;
    private final List<ParameterSpec> parameters;

    public SamplingOperations(ModelConfig model) {
        this.model = model;
        this.parameters = HiMarParameters.of(model);
    }

    public static double perImage(ModelConfig model, SamplingDefaults sampling) {
        SamplingOperations operations = new SamplingOperations(model);
        double refine = operations.stage(Stage.REFINE, sampling.refine());
        return model.variant().hierarchical() ? operations.stage(Stage.PIVOT, sampling.pivot()) + refine : refine;
    }

    /**
     * One pass of a stage's backbone.
     *
     * @param known tokens that are known before it
     */
    public double backbone(Stage stage, int known) {
        return BRANCHES * branchBackbone(stage, known);
    }

    /**
     * One denoising step of a stage's head, without the embeddings of condition and time.
     *
     * @param rows tokens that are denoised
     */
    public double headStep(Stage stage, int rows) {
        return BRANCHES * branchStep(stage, rows);
    }

    private double stage(Stage stage, StageSampling sampling) {
        int tokens = model.tokens(stage);
        MaskSchedule schedule = MaskSchedule.of(tokens, sampling.steps());
        double sum = 0;
        for (int step = 0; step < schedule.steps(); step++) {
            int known = tokens - schedule.maskedBefore(step);
            int denoised = joint(stage) ? tokens : schedule.predicted(step);
            boolean guided = sampling.guidance(tokens, schedule.remainingAfter(step)) != 1;
            int denoisingSteps = sampling.denoisingSteps(step);
            sum += branchBackbone(stage, known) + branchHead(stage, denoised, denoisingSteps);
            if (guided) {
                int refreshed = (denoisingSteps - 1) / sampling.guidanceRefresh() + 1;
                sum += branchBackbone(stage, known) + branchHead(stage, denoised, refreshed);
            }
        }
        return sum;
    }

    private double branchBackbone(Stage stage, int known) {
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

    /** A picture's conditions are embedded once for all denoising steps. */
    private double branchHead(Stage stage, int rows, int denoisingSteps) {
        return rows * linear(conditionEmbedding(stage)) + denoisingSteps * branchStep(stage, rows);
    }

    private double branchStep(Stage stage, int rows) {
        String net = DiffusionHead.prefix(stage) + ".";
        String time = net + (joint(stage) ? "t_embedder." : "time_embed.");
        double token = linear(net) - linear(conditionEmbedding(stage)) - linear(time);
        double attention = joint(stage) ? model.gdmD() * attention(rows, model.gdmW()) : 0;
        return rows * token + attention;
    }

    private String conditionEmbedding(Stage stage) {
        return DiffusionHead.prefix(stage) + (joint(stage) ? ".c_embedder." : ".cond_embed.");
    }

    private boolean joint(Stage stage) {
        return model.variant().head(stage) == Variant.HeadKind.TRANSFORMER;
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
