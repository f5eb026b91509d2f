package io.himar.training.evaluation;

import io.himar.model.SamplingDefaults;
import io.himar.training.data.PictureTensors;
import io.himar.training.generation.CaptionContexts;
import io.himar.training.generation.Generator;
import io.himar.training.generation.PictureSource;
import io.himar.training.scenes.Answers;
import io.himar.training.torch.Tensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Draws a model's pictures of prompts and keeps what the judge sees in them, batch by batch. */
final class DrawnScenes {
    /** Pictures of a set that take part in the search for the nearest training picture, and in the sheet. */
    static final int KEPT = 300;

    private final SceneJudge judge;
    private final Generator generator;
    private final CaptionContexts contexts;
    private final SceneEvaluation.Settings settings;
    private final IntConsumer progress;
    private int count;
    private long nanoseconds;

    DrawnScenes(
            SceneJudge judge,
            Generator generator,
            CaptionContexts contexts,
            SceneEvaluation.Settings settings,
            IntConsumer progress) {
        this.judge = judge;
        this.generator = generator;
        this.contexts = contexts;
        this.settings = settings;
        this.progress = progress;
    }

    /**
     * The pictures of one set of prompts, sampled in one way.
     *
     * @param previews answers about what stage 1 alone draws, enlarged; none of a variant without stage 1
     * @param first each [3,side,side] in [-1,1], the first {@value #KEPT}
     */
    record Drawn(SamplingDefaults sampling, List<Answers> answers, List<Answers> previews, float[][] first) {}

    Generator generator() {
        return generator;
    }

    /**
     * @param name of the set
     * @param offset of the pictures' seeds, which differ from set to set and are the same for each way of sampling
     */
    Drawn of(List<String> prompts, String name, int offset, SamplingDefaults sampling) {
        Path kept = settings.pictures() == null ? null : settings.pictures().resolve(name + "-" + label(sampling));
        PictureSource source = PictureSource.of(generator, contexts, prompts, sampling, kept);
        List<Answers> answers = new ArrayList<>();
        List<Answers> previews = new ArrayList<>();
        float[][] first = new float[Math.min(KEPT, prompts.size())][];
        for (int start = 0; start < prompts.size(); start += settings.batch()) {
            int images = Math.min(settings.batch(), prompts.size() - start);
            long[] numbers = new long[images];
            long[] seeds = new long[images];
            int from = start;
            Arrays.setAll(numbers, i -> from + i);
            Arrays.setAll(seeds, i -> settings.firstSeed() + offset + from + i);
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                long began = System.nanoTime();
                Generator.Generated generated = source.of(numbers, seeds);
                answers.addAll(judge.answers(generated.pictures()));
                if (generated.previews() != null) {
                    previews.addAll(judge.answers(PictureTensors.resized(generated.previews(), judge.side())));
                }
                keep(generated.pictures(), first, start);
                nanoseconds += System.nanoTime() - began;
            }
            count += images;
            progress.accept(count);
        }
        return new Drawn(sampling, answers, previews, first);
    }

    /** A way of sampling as a row and a folder call it. */
    static String label(SamplingDefaults sampling) {
        float pivot = sampling.pivot().guidance();
        float refine = sampling.refine().guidance();
        return pivot == refine ? "guidance-" + pivot : "guidance-" + pivot + "-" + refine;
    }

    private static void keep(Tensor drawn, float[][] first, int start) {
        int images = (int) drawn.size(0);
        float[] values = Tensors.floats(drawn);
        int each = values.length / images;
        for (int i = 0; i < images && start + i < first.length; i++) {
            first[start + i] = Arrays.copyOfRange(values, i * each, (i + 1) * each);
        }
    }

    /** Of generation and of the judge's look at it, a picture. */
    double seconds() {
        return count == 0 ? 0 : nanoseconds / 1e9 / count;
    }
}
