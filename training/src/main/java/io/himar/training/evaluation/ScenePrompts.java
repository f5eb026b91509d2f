package io.himar.training.evaluation;

import io.himar.model.ModelConfig;
import io.himar.training.data.PictureSet;
import io.himar.training.data.PictureTensors;
import io.himar.training.generation.Generator;
import io.himar.training.scenes.Answers;
import io.himar.training.scenes.Asked;
import io.himar.training.scenes.Scenes;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Prompts, and what real pictures reach by them: the ceiling and the floors of a model. */
final class ScenePrompts {
    private final SceneJudge judge;
    private final Scenes scenes;
    private final Scenes training;
    private final int batch;
    private final Bootstrap bootstrap;
    private final List<Asked> asked;

    /**
     * @param scenes the captions are the prompts; the pictures are real ones of them
     * @param training scenes that models are trained on
     * @param batch pictures judged together
     */
    ScenePrompts(SceneJudge judge, Scenes scenes, Scenes training, int batch, Bootstrap bootstrap) {
        this.judge = judge;
        this.scenes = scenes;
        this.training = training;
        this.batch = batch;
        this.bootstrap = bootstrap;
        this.asked = IntStream.range(0, scenes.size()).mapToObj(scenes::asked).toList();
    }

    Scenes scenes() {
        return scenes;
    }

    List<String> captions() {
        return IntStream.range(0, scenes.size()).mapToObj(scenes::caption).toList();
    }

    SceneScore score(List<Answers> seen) {
        return SceneScore.of(asked, seen, bootstrap);
    }

    /** Real pictures of the prompts. */
    List<Answers> real() {
        return answers(scenes, IntStream.range(0, scenes.size()).toArray(), UnaryOperator.identity());
    }

    /**
     * What the judge sees in pictures of a set.
     *
     * @param through what they go through before they are judged
     */
    List<Answers> answers(PictureSet set, int[] which, UnaryOperator<Tensor> through) {
        List<Answers> answers = new ArrayList<>();
        for (int start = 0; start < which.length; start += batch) {
            int[] some = IntStream.of(which).skip(start).limit(batch).toArray();
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                answers.addAll(judge.answers(through.apply(set.batch(some))));
            }
        }
        return answers;
    }

    /**
     * Real pictures of the prompts, the same through a model's autoencoder, also as small as its previews, and the
     * floors.
     *
     * @param nearest of real pictures to the nearest training picture
     */
    List<SceneReport.Row> real(Generator generator, double nearest) {
        int[] all = IntStream.range(0, scenes.size()).toArray();
        List<Answers> real = real();
        List<SceneReport.Row> rows = new ArrayList<>();
        rows.add(new SceneReport.Row("real pictures", null, score(real), nearest));
        rows.add(row("the same, reconstructed", answers(scenes, all, generator::reconstruct)));
        ModelConfig config = generator.config();
        if (config.variant().hierarchical()) {
            long side = (long) config.vaeStride() * config.lowSide();
            rows.add(row("the same, small, reconstructed", answers(scenes, all, pictures -> {
                Tensor small = generator.reconstruct(PictureTensors.resized(pictures, side));
                return PictureTensors.resized(small, pictures.size(2));
            })));
        }
        rows.add(row("real pictures, prompts shuffled", shuffled(real)));
        rows.add(row("training pictures of one thing", ofOneThing()));
        return rows;
    }

    private SceneReport.Row row(String pictures, List<Answers> seen) {
        return new SceneReport.Row(pictures, null, score(seen), null);
    }

    /** The answers of each picture beside the prompt of another: what pictures reach that know of no prompt. */
    private static List<Answers> shuffled(List<Answers> answers) {
        // Prompts are drawn one by one, so that half a turn is as good as any order, and leaves none in its place.
        int half = (answers.size() + 1) / 2;
        return IntStream.range(0, answers.size())
                .mapToObj(i -> answers.get((i + half) % answers.size()))
                .toList();
    }

    /** Training pictures of the prompt's first thing: what a model reaches that is told a class alone. */
    private List<Answers> ofOneThing() {
        int[] nearest = new int[scenes.size()];
        int next = 0;
        for (int i = 0; i < nearest.length; i++) {
            int from = next;
            int thing = scenes.label(i);
            nearest[i] = IntStream.range(0, training.size())
                    .map(step -> (from + step) % training.size())
                    .filter(at -> training.label(at) == thing)
                    .findFirst()
                    .orElse(from);
            next = (nearest[i] + 1) % training.size();
        }
        return answers(training, nearest, UnaryOperator.identity());
    }
}
