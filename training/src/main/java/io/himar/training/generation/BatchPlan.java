package io.himar.training.generation;

import io.himar.model.ModelConfig;
import io.himar.model.Stage;
import io.himar.model.StagePlan;
import io.himar.model.StageSampling;
import io.himar.model.sampling.ImageDraws;
import io.himar.model.sampling.SamplerTable;
import io.himar.training.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;

/**
 * The {@link StagePlan}s of B images as tensors, step by step; all have the same schedule. Letters: n tokens of the
 * stage, C channels, P positions that a step predicts, S denoising steps, K noise tensors per step.
 */
final class BatchPlan {
    private final List<StagePlan> images;
    private final int channels;

    BatchPlan(ModelConfig config, Stage stage, StageSampling settings, long[] seeds) {
        this.images = LongStream.of(seeds)
                .mapToObj(seed -> StagePlan.of(config, stage, settings, ImageDraws.seeded(seed)))
                .toList();
        this.channels = config.channels();
    }

    /** B. */
    int images() {
        return images.size();
    }

    int steps() {
        return images.get(0).steps();
    }

    /** [B][P] */
    int[][] predicted(int step) {
        return images.stream().map(plan -> plan.leaving(step)).toArray(int[][]::new);
    }

    /** [B,n], true where a token is known before the step. */
    Tensor known(int step) {
        int tokens = images.get(0).known(step).length;
        boolean[] known = new boolean[images.size() * tokens];
        for (int image = 0; image < images.size(); image++) {
            System.arraycopy(images.get(image).known(step), 0, known, image * tokens, tokens);
        }
        return Tensors.of(known, images.size(), tokens);
    }

    /** [B,1] */
    Tensor guidance(int step) {
        float[] all = new float[images.size()];
        Arrays.fill(all, images.get(0).guidance(step));
        return Tensors.of(all, images.size(), 1);
    }

    /** [B,K,P,C], or [B,K,n,C] for a head that denoises all positions together. */
    Tensor noise(int step) {
        int draws = images.get(0).sampler(step).noiseTensors();
        int rows = images.get(0).denoised(step).length;
        int each = draws * rows * channels;
        float[] values = new float[images.size() * each];
        for (int image = 0; image < images.size(); image++) {
            StagePlan plan = images.get(image);
            System.arraycopy(plan.noise(step, plan.denoised(step)), 0, values, image * each, each);
        }
        return Tensors.of(values, images.size(), draws, rows, channels);
    }

    /** [B,S,columns], the same for every image. */
    Tensor sampler(int step) {
        SamplerTable table = images.get(0).sampler(step);
        return Tensors.of(table.values(), 1, table.steps(), SamplerTable.COLUMNS)
                .repeat(images.size(), 1, 1);
    }
}
