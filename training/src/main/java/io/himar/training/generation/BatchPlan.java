package io.himar.training.generation;

import io.himar.model.ModelConfig;
import io.himar.model.Stage;
import io.himar.model.StageSampling;
import io.himar.model.Variant;
import io.himar.model.sampling.GenerationOrder;
import io.himar.model.sampling.MaskSchedule;
import io.himar.model.sampling.Noise;
import io.himar.model.sampling.SamplerTable;
import io.himar.training.torch.Tensors;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * What a stage does to B images at each of its steps, in an order of each image's own. Letters: n tokens of the stage,
 * C channels, P positions that a step predicts, S denoising steps, K noise tensors a step.
 */
final class BatchPlan {
    private final long[] seeds;
    private final Stage stage;
    private final StageSampling settings;
    private final int tokens;
    private final int channels;
    private final boolean joint;
    private final int[][] orders;
    private final MaskSchedule schedule;
    private final SamplerTable table;

    BatchPlan(ModelConfig config, Stage stage, StageSampling settings, long[] seeds) {
        this.seeds = seeds.clone();
        this.stage = stage;
        this.settings = settings;
        this.tokens = stage == Stage.PIVOT ? config.lowTokens() : config.denseTokens();
        this.channels = config.channels();
        this.joint = config.variant().head(stage) == Variant.HeadKind.TRANSFORMER;
        this.orders = new int[seeds.length][];
        Arrays.setAll(orders, i -> GenerationOrder.of(seeds[i], stage.index(), tokens));
        this.schedule = MaskSchedule.of(tokens, settings.steps());
        this.table = SamplerTable.of(settings.sampler(), settings.denoisingSteps(), settings.temperature(), !joint);
    }

    int steps() {
        return settings.steps();
    }

    /** [B][P]: a mask is the first entries of the order; a step predicts those that the next one lacks. */
    int[][] predicted(int step) {
        int before = schedule.maskedBefore(step);
        int count = schedule.predicted(step);
        int[][] predicted = new int[orders.length][];
        Arrays.setAll(predicted, i -> Arrays.copyOfRange(orders[i], before - count, before));
        return predicted;
    }

    /** [B,n], true where a token is known before the step. */
    Tensor known(int step) {
        boolean[] known = new boolean[orders.length * tokens];
        for (int image = 0; image < orders.length; image++) {
            for (int i = schedule.maskedBefore(step); i < tokens; i++) {
                known[image * tokens + orders[image][i]] = true;
            }
        }
        return Tensors.of(known, orders.length, tokens);
    }

    /** [B,1] */
    Tensor guidance(int step) {
        float scale = settings.guidanceSchedule().at(settings.guidance(), tokens, schedule.remainingAfter(step));
        float[] all = new float[orders.length];
        Arrays.fill(all, scale);
        return Tensors.of(all, orders.length, 1);
    }

    /** [B,K,P,C], or [B,K,n,C] for a head that denoises all positions together. */
    Tensor noise(int step) {
        int[][] positions = joint ? everywhere() : predicted(step);
        int draws = table.noiseTensors();
        int each = positions[0].length * channels;
        float[] values = new float[seeds.length * draws * each];
        for (int image = 0; image < seeds.length; image++) {
            for (int draw = 0; draw < draws; draw++) {
                float[] drawn = Noise.gaussian(seeds[image], stage.index(), step, draw, positions[image], channels);
                System.arraycopy(drawn, 0, values, (image * draws + draw) * each, each);
            }
        }
        return Tensors.of(values, seeds.length, draws, positions[0].length, channels);
    }

    private int[][] everywhere() {
        int[][] all = new int[orders.length][];
        Arrays.setAll(all, i -> IntStream.range(0, tokens).toArray());
        return all;
    }

    /** [B,S,columns], the same for every image. */
    Tensor sampler() {
        return Tensors.of(table.values(), 1, table.steps(), SamplerTable.COLUMNS)
                .repeat(orders.length, 1, 1);
    }
}
