package io.himar.training.evaluation;

import io.himar.training.config.SceneLayout;
import io.himar.training.data.PictureSet;
import io.himar.training.scenes.Scenes;
import java.nio.file.Path;
import java.util.List;

/** What a judge of scenes makes of real pictures, which is the most that any model can reach by it. */
public final class SceneCeiling {
    private static final int BATCH = 100;
    private static final int REPLICATES = 1000;

    private SceneCeiling() {}

    /**
     * @param judge its file
     * @param digits that scenes are drawn with; the judge should not have been trained on them
     * @param heldOut whether the scenes are of combinations that models are never shown
     */
    public static SceneReport.Row of(Path judge, PictureSet digits, int count, long seed, boolean heldOut) {
        SceneJudge read = SceneJudgeFile.read(judge);
        Scenes scenes = new Scenes(seed, count, read.side(), heldOut, SceneLayout.FREE, digits);
        ScenePrompts prompts = new ScenePrompts(read, scenes, scenes, BATCH, new Bootstrap(REPLICATES, seed));
        return new SceneReport.Row("real pictures", null, prompts.score(prompts.real()), null);
    }

    /** A table for people. */
    public static String describe(List<SceneReport.Row> seen, List<SceneReport.Row> unseen) {
        return SceneReport.describe("seen combinations", seen) + SceneReport.describe("unseen combinations", unseen);
    }
}
