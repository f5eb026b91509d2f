package io.himar.training.generation;

import io.himar.model.ModelConfig;
import io.himar.model.Ops;
import io.himar.model.Parameters;
import io.himar.model.PivotStep;
import io.himar.model.RefineStep;
import io.himar.model.Stage;
import io.himar.model.StageSampling;
import io.himar.model.Variant;
import io.himar.model.sampling.GenerationOrder;
import io.himar.model.sampling.MaskSchedule;
import io.himar.model.sampling.Noise;
import io.himar.model.sampling.SamplerTable;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/**
 * Generates many images in step on LibTorch, straight from parameters in training. Orders and noise are those of the
 * services, so a seed gives the same image here and there, up to rounding.
 */
final class BatchSampler {
    private final ModelConfig config;
    private final PivotStep pivotStep;
    private final RefineStep refineStep;

    BatchSampler(ModelConfig config, Parameters parameters) {
        Ops ops = TorchOps.create();
        this.config = config;
        this.pivotStep = new PivotStep(ops, parameters, config);
        this.refineStep = new RefineStep(ops, parameters, config);
    }

    /**
     * Tokens of both stages.
     *
     * @param low [B,Ns,C], or null for a variant without stage 1
     * @param dense [B,Nl,C]
     */
    record Sampled(Tensor low, Tensor dense) {}

    /** @param condition what guides stage 2: [B,Ns,D], or [B,Ns,C] where that is visual tokens */
    private record Guiding(Tensor low, Tensor condition) {}

    Sampled sample(long[] classes, long[] seeds, StageSampling pivot, StageSampling refine) {
        if (!config.variant().hierarchical()) {
            return new Sampled(null, refine(classes, seeds, null, refine));
        }
        Guiding guiding = pivot(classes, seeds, pivot);
        return new Sampled(guiding.low(), refine(classes, seeds, guiding.condition(), refine));
    }

    private Guiding pivot(long[] classes, long[] seeds, StageSampling settings) {
        int images = classes.length;
        int ns = config.lowTokens();
        int d = config.width();
        int c = config.channels();
        float[] low = new float[images * ns * c];
        float[] condition = new float[images * ns * d];
        Progress progress = new Progress(seeds, Stage.PIVOT, ns, settings);
        SamplerTable table = table(Stage.PIVOT, settings);
        for (int step = 0; step < settings.steps(); step++) {
            int p = progress.schedule.predicted(step);
            int[][] predicted = progress.predictedAt(step);
            PivotStep.Outputs out = pivotStep.run(
                    new PivotStep.Inputs(
                            wrap(Tensors.of(low, images, ns, c)),
                            progress.known(step),
                            wrap(Tensors.of(flat(predicted), images, p)),
                            wrap(Tensors.of(classes, images, 1)),
                            progress.guidance(step),
                            noise(seeds, Stage.PIVOT, step, table, progress.noisedAt(step, config)),
                            repeated(table, images)),
                    p);
            scatter(Tensors.floats(value(out.sampled())), predicted, low, ns, c);
            scatter(Tensors.floats(value(out.condition())), predicted, condition, ns, d);
        }
        Tensor tokens = Tensors.of(low, images, ns, c);
        boolean visual = config.variant().guidance() == Variant.Guidance.VISUAL_TOKENS;
        return new Guiding(tokens, visual ? tokens : Tensors.of(condition, images, ns, d));
    }

    private Tensor refine(long[] classes, long[] seeds, Tensor condition, StageSampling settings) {
        int images = classes.length;
        int nl = config.denseTokens();
        int c = config.channels();
        float[] dense = new float[images * nl * c];
        Progress progress = new Progress(seeds, Stage.REFINE, nl, settings);
        SamplerTable table = table(Stage.REFINE, settings);
        for (int step = 0; step < settings.steps(); step++) {
            int p = progress.schedule.predicted(step);
            int[][] predicted = progress.predictedAt(step);
            io.himar.model.Tensor out = refineStep.run(
                    new RefineStep.Inputs(
                            wrap(Tensors.of(dense, images, nl, c)),
                            progress.known(step),
                            condition == null ? null : wrap(condition),
                            wrap(Tensors.of(classes, images, 1)),
                            progress.guidance(step),
                            noise(seeds, Stage.REFINE, step, table, progress.noisedAt(step, config)),
                            repeated(table, images)),
                    wrap(Tensors.of(flat(predicted), images, p)),
                    p);
            scatter(Tensors.floats(value(out)), predicted, dense, nl, c);
        }
        return Tensors.of(dense, images, nl, c);
    }

    private SamplerTable table(Stage stage, StageSampling settings) {
        boolean learnedVariance = config.variant().head(stage) == Variant.HeadKind.MLP;
        return SamplerTable.of(settings.sampler(), settings.denoisingSteps(), settings.temperature(), learnedVariance);
    }

    /** What is masked when, in every image. */
    private static final class Progress {
        private final int[][] orders;
        private final MaskSchedule schedule;
        private final StageSampling settings;
        private final Stage stage;
        private final int tokens;

        Progress(long[] seeds, Stage stage, int tokens, StageSampling settings) {
            this.stage = stage;
            this.tokens = tokens;
            this.settings = settings;
            this.schedule = MaskSchedule.of(tokens, settings.steps());
            this.orders = new int[seeds.length][];
            Arrays.setAll(orders, i -> GenerationOrder.of(seeds[i], stage.index(), tokens));
        }

        /** A mask is the first entries of the order; a step predicts those that the next one lacks. */
        int[][] predictedAt(int step) {
            int before = schedule.maskedBefore(step);
            int count = schedule.predicted(step);
            int[][] predicted = new int[orders.length][];
            Arrays.setAll(predicted, i -> Arrays.copyOfRange(orders[i], before - count, before));
            return predicted;
        }

        /** The positions that the head denoises: those predicted, or all for a head that sees them together. */
        int[][] noisedAt(int step, ModelConfig config) {
            if (config.variant().head(stage) == Variant.HeadKind.MLP) {
                return predictedAt(step);
            }
            int[][] all = new int[orders.length][];
            Arrays.setAll(all, i -> IntStream.range(0, tokens).toArray());
            return all;
        }

        boolean[] knownFlags(int step) {
            boolean[] known = new boolean[orders.length * tokens];
            for (int image = 0; image < orders.length; image++) {
                for (int i = schedule.maskedBefore(step); i < tokens; i++) {
                    known[image * tokens + orders[image][i]] = true;
                }
            }
            return known;
        }

        io.himar.model.Tensor known(int step) {
            return wrap(Tensors.of(knownFlags(step), orders.length, tokens));
        }

        io.himar.model.Tensor guidance(int step) {
            float scale = settings.guidanceSchedule().at(settings.guidance(), tokens, schedule.remainingAfter(step));
            float[] all = new float[orders.length];
            Arrays.fill(all, scale);
            return wrap(Tensors.of(all, orders.length, 1));
        }
    }

    private io.himar.model.Tensor noise(long[] seeds, Stage stage, int step, SamplerTable table, int[][] positions) {
        int c = config.channels();
        int draws = table.noiseTensors();
        int rows = positions[0].length;
        float[] values = new float[seeds.length * draws * rows * c];
        for (int image = 0; image < seeds.length; image++) {
            for (int draw = 0; draw < draws; draw++) {
                float[] drawn = Noise.gaussian(seeds[image], stage.index(), step, draw, positions[image], c);
                System.arraycopy(drawn, 0, values, (image * draws + draw) * rows * c, rows * c);
            }
        }
        return wrap(Tensors.of(values, seeds.length, draws, rows, c));
    }

    private static io.himar.model.Tensor repeated(SamplerTable table, int images) {
        Tensor one = Tensors.of(table.values(), 1, table.steps(), SamplerTable.COLUMNS);
        return wrap(one.repeat(images, 1, 1));
    }

    private static void scatter(float[] rows, int[][] positions, float[] target, int tokens, int width) {
        int count = positions[0].length;
        for (int image = 0; image < positions.length; image++) {
            for (int i = 0; i < count; i++) {
                System.arraycopy(
                        rows,
                        (image * count + i) * width,
                        target,
                        (image * tokens + positions[image][i]) * width,
                        width);
            }
        }
    }

    private static long[] flat(int[][] positions) {
        return Arrays.stream(positions)
                .flatMapToInt(Arrays::stream)
                .mapToLong(i -> i)
                .toArray();
    }

    private static TorchTensor wrap(Tensor tensor) {
        return new TorchTensor(tensor);
    }

    private static Tensor value(io.himar.model.Tensor tensor) {
        return ((TorchTensor) tensor).value();
    }
}
