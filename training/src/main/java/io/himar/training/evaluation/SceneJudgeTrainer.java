package io.himar.training.evaluation;

import io.himar.training.config.SceneLayout;
import io.himar.training.data.PictureSet;
import io.himar.training.file.Weights;
import io.himar.training.loop.LearningRate;
import io.himar.training.loop.StopRequest;
import io.himar.training.loop.TrainingLoop;
import io.himar.training.scenes.Answers;
import io.himar.training.scenes.Question;
import io.himar.training.scenes.Scenes;
import io.himar.training.torch.AdamW;
import io.himar.training.torch.Initializer;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TrainableParameters;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains the judge of scenes. Every step draws new scenes, of all combinations: a judge must know also what models are
 * never shown. Half of the pictures are blurred and all are noisy, as what an autoencoder gives back.
 */
public final class SceneJudgeTrainer {
    /** Pictures a step. */
    public static final int BATCH = 64;

    /** Of so many pictures, the last has a combination that is held out of the models' training. */
    private static final int UNSEEN_EVERY = 3;

    private static final float NOISE = 0.05f;
    private static final long[] SQUARE = {3, 3};
    private static final long[] EACH = {1, 1};
    private static final AdamW.Settings OPTIMIZER = new AdamW.Settings(0.9, 0.99, 1e-8, 0.05, 5);

    private final Recipe recipe;
    private final Scenes seen;
    private final Scenes unseen;
    private final SplittableRandom random;
    private final SceneJudge.Shape shape;
    private final TrainableParameters parameters;
    private final SceneJudge judge;

    /**
     * What is trained and how long.
     *
     * @param side of the pictures, a multiple of 16
     * @param width channels after the first convolution, a multiple of 8
     * @param features of the last layer but one
     */
    public record Recipe(int side, int width, int features, int steps, long seed) {}

    /**
     * @param digits that scenes are drawn with
     * @throws IllegalArgumentException naming a side or width that cannot be
     */
    public SceneJudgeTrainer(PictureSet digits, Recipe recipe) {
        int pictures = Math.multiplyExact(recipe.steps(), BATCH);
        this.recipe = recipe;
        this.seen = new Scenes(recipe.seed(), pictures, recipe.side(), false, SceneLayout.FREE, digits);
        this.unseen = new Scenes(recipe.seed(), pictures, recipe.side(), true, SceneLayout.FREE, digits);
        this.random = new SplittableRandom(recipe.seed());
        this.shape = new SceneJudge.Shape(recipe.side(), recipe.width(), recipe.features());
        this.parameters = TrainableParameters.of(shape.specs(), Initializer.draw(shape.specs(), random));
        this.judge = new SceneJudge(shape, parameters);
    }

    public void train(TrainingLoop.Listener listener) {
        int steps = recipe.steps();
        AdamW optimizer = new AdamW(parameters, OPTIMIZER, spec -> spec.shape().size() > 1);
        LearningRate rate = new LearningRate(2e-3, Math.min(50, steps / 10), steps, steps);
        for (int step = 0; step < steps; step++) {
            try (PointerScope scope = new PointerScope()) {
                double loss = step((long) step * BATCH);
                optimizer.step(rate.at(step));
                listener.stepped(step + 1, Map.of("loss", loss));
            }
            StopRequest.check();
        }
    }

    private double step(long first) {
        int values = seen.values();
        int questions = Question.ALL.size();
        float[] batch = new float[BATCH * values];
        long[] labels = new long[BATCH * questions];
        long[] others = new long[BATCH * questions];
        for (int i = 0; i < BATCH; i++) {
            int index = Math.toIntExact(first + i);
            Scenes scenes = i % UNSEEN_EVERY == UNSEEN_EVERY - 1 ? unseen : seen;
            scenes.read(index, batch, i * values);
            List<Answers> right = scenes.asked(index).right();
            label(right.get(0), labels, i);
            label(right.get(right.size() - 1), others, i);
        }
        Tensor pictures = worn(Tensors.of(batch, BATCH, 3, recipe.side(), recipe.side()));
        Tensor loss = judge.loss(pictures, Tensors.of(labels, BATCH, questions), Tensors.of(others, BATCH, questions));
        loss.backward();
        return loss.item_double();
    }

    private static void label(Answers right, long[] labels, int picture) {
        int questions = Question.ALL.size();
        for (int i = 0; i < questions; i++) {
            Integer answer = right.given().get(Question.ALL.get(i));
            labels[picture * questions + i] = answer == null ? SceneJudge.OPEN : answer;
        }
    }

    private Tensor worn(Tensor pictures) {
        float[] noise = new float[Math.toIntExact(pictures.numel())];
        float[] blurred = new float[BATCH];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = NOISE * (float) random.nextDouble(-1, 1);
        }
        for (int i = 0; i < BATCH; i++) {
            blurred[i] = random.nextBoolean() ? (float) random.nextDouble() : 0;
        }
        Tensor blur = torch.avg_pool2d(pictures, SQUARE, EACH, EACH, false, false, new LongOptional());
        Tensor share = Tensors.of(blurred, BATCH, 1, 1, 1);
        return pictures.add(blur.sub(pictures).mul(share))
                .add(Tensors.of(noise, pictures.size(0), 3, recipe.side(), recipe.side()));
    }

    /** Writes the trained judge as safetensors, in half precision. */
    public void write(Path file) {
        Weights.writeHalf(file, shape.specs(), parameters.values());
    }
}
