package io.himar.training.evaluation;

import io.himar.model.SamplingDefaults;
import io.himar.training.config.SceneLayout;
import io.himar.training.data.SplitPictures;
import io.himar.training.file.FileDigest;
import io.himar.training.generation.CaptionContexts;
import io.himar.training.generation.Generator;
import io.himar.training.scenes.Answers;
import io.himar.training.scenes.Scenes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Judges whether a model of texts draws what it is told, by prompts of seen and of unseen combinations. Beside it stand
 * real pictures of the same prompts, which are the judge's ceiling, the same through the autoencoder, and two floors.
 */
public final class SceneEvaluation {
    /** Of the seeds of prompts, so that none is that of a training. */
    private static final long PROMPTS = 1_000_003;

    private final SceneJudge judge;
    private final String fingerprint;
    private final SplitPictures digits;
    private final SceneLayout layout;
    private final Scenes training;
    private final Settings settings;

    /**
     * @param count prompts of seen combinations, and as many of unseen ones
     * @param firstSeed of the prompts and of the first picture, which the others follow
     * @param batch pictures generated together; it changes nothing of what is drawn
     * @param replicates of the bootstrap
     * @param pictures folder in which generated pictures are kept and looked for, or null
     */
    public record Settings(int count, long firstSeed, int batch, int replicates, Path pictures) {}

    /**
     * The scenes that the model was trained on.
     *
     * @param count {@code data.scenes} of its training
     * @param seed {@code seed} of its training
     * @param layout {@code data.scene_layout} of its training, which the real pictures of the prompts have, too
     */
    public record TrainingScenes(int count, long seed, SceneLayout layout) {}

    /**
     * A report and some of the pictures that it judges.
     *
     * @param pictures each [3,side,side] in [-1,1], the first ones of seen combinations at the first way of sampling
     * @param captions of these pictures
     */
    public record Result(SceneReport report, float[][] pictures, List<String> captions) {}

    /**
     * @param judge file of a judge of scenes
     * @param digits that scenes are drawn with
     * @param side of the model's pictures
     * @throws IllegalArgumentException where the judge is not one for these pictures
     */
    public SceneEvaluation(Path judge, SplitPictures digits, int side, TrainingScenes trained, Settings settings) {
        this.judge = checked(judge, side);
        this.fingerprint = FileDigest.of(List.of(judge)) + " " + digits.fingerprint();
        this.digits = digits;
        this.layout = trained.layout();
        this.training = new Scenes(trained.seed(), trained.count(), side, false, trained.layout(), digits.training());
        this.settings = settings;
    }

    /**
     * Reads the judge in vain, so that one that does not fit is told before any picture is read.
     *
     * @throws IllegalArgumentException where it is one for other pictures
     */
    public static void checkJudge(Path judge, int side) {
        checked(judge, side);
    }

    private static SceneJudge checked(Path file, int side) {
        SceneJudge judge = SceneJudgeFile.read(file);
        if (judge.side() != side) {
            throw new IllegalArgumentException("the judge " + file + ": pictures of side " + judge.side()
                    + " (expected: those of the model, " + side + ")");
        }
        return judge;
    }

    /**
     * @param samplings ways of sampling, each judged by the same prompts and seeds
     * @param progress told how many pictures there are, after every batch
     */
    public Result run(
            Generator generator, CaptionContexts contexts, List<SamplingDefaults> samplings, IntConsumer progress) {
        Bootstrap bootstrap = new Bootstrap(settings.replicates(), settings.firstSeed());
        DrawnScenes drawn = new DrawnScenes(judge, generator, contexts, settings, progress);
        Part seen = part(prompts(false, bootstrap), "seen", 0, drawn, samplings);
        Part unseen = part(prompts(true, bootstrap), "unseen", settings.count(), drawn, samplings);
        SceneReport report = new SceneReport(
                fingerprint, settings.count(), settings.firstSeed(), drawn.seconds(), seen.rows(), unseen.rows());
        return new Result(report, seen.first(), seen.captions().subList(0, seen.first().length));
    }

    /**
     * What is said of one kind of combinations.
     *
     * @param first pictures at the first way of sampling
     */
    private record Part(List<SceneReport.Row> rows, float[][] first, List<String> captions) {}

    private ScenePrompts prompts(boolean heldOut, Bootstrap bootstrap) {
        long seed = settings.firstSeed() + PROMPTS;
        Scenes scenes = new Scenes(seed, settings.count(), training.side(), heldOut, layout, digits.heldOut());
        return new ScenePrompts(judge, scenes, training, settings.batch(), bootstrap);
    }

    private Part part(
            ScenePrompts prompts, String name, int offset, DrawnScenes drawn, List<SamplingDefaults> samplings) {
        List<String> captions = prompts.captions();
        List<DrawnScenes.Drawn> all = samplings.stream()
                .map(sampling -> drawn.of(captions, name, offset, sampling))
                .toList();
        List<float[][]> groups = new ArrayList<>();
        groups.add(NearestPicture.first(prompts.scenes(), DrawnScenes.KEPT));
        all.forEach(each -> groups.add(each.first()));
        double[] nearest = NearestPicture.medianDistances(groups, training);
        List<SceneReport.Row> rows = new ArrayList<>(prompts.real(drawn.generator(), nearest[0]));
        for (int i = 0; i < all.size(); i++) {
            SamplingDefaults sampling = samplings.get(i);
            String model = "model, " + DrawnScenes.label(sampling).replace("guidance-", "guidance ");
            rows.add(new SceneReport.Row(
                    model, sampling, prompts.score(all.get(i).answers()), nearest[i + 1]));
            List<Answers> previews = all.get(i).previews();
            if (!previews.isEmpty()) {
                rows.add(new SceneReport.Row("its previews, enlarged", sampling, prompts.score(previews), null));
            }
        }
        return new Part(rows, all.get(0).first(), captions);
    }
}
