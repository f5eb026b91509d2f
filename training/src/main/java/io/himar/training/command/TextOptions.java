package io.himar.training.command;

import io.himar.model.SamplingDefaults;
import io.himar.training.config.SceneLayout;
import io.himar.training.evaluation.SceneEvaluation;
import java.util.List;
import picocli.CommandLine.Option;

/** How models that draw texts are judged, beside what all models share. */
final class TextOptions {
    @Option(
            names = "--guidances",
            split = ",",
            paramLabel = "VALUE",
            description = "judge a model that draws texts with each of these guidances, the same in both stages"
                    + " (default: the one guidance that it has otherwise)")
    private List<Float> guidances = List.of();

    @Option(
            names = "--scenes",
            paramLabel = "N",
            description = "data.scenes of the training of a model that draws texts: among these scenes the nearest one"
                    + " is looked for (default: ${DEFAULT-VALUE})")
    private int scenes = 20_000;

    @Option(
            names = "--scenes-seed",
            paramLabel = "N",
            description = "the seed of that training (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--scene-layout",
            paramLabel = "LAYOUT",
            description = "data.scene_layout of that training, free or tidy, which the real pictures have, too"
                    + " (default: free)")
    private SceneLayout layout = SceneLayout.FREE;

    void check() {
        Least.of("--scenes", 1, scenes);
        for (float guidance : guidances) {
            if (!(guidance >= 0 && Float.isFinite(guidance))) {
                throw new IllegalArgumentException("--guidances: " + guidance + " (expected: at least 0)");
            }
        }
    }

    SceneEvaluation.TrainingScenes trained() {
        return new SceneEvaluation.TrainingScenes(scenes, seed, layout);
    }

    /** The ways of sampling to judge, of which one is otherwise chosen. */
    List<SamplingDefaults> samplings(SamplingDefaults chosen) {
        return guidances.isEmpty()
                ? List.of(chosen)
                : guidances.stream()
                        .map(guidance -> new SamplingDefaults(
                                chosen.pivot().withGuidance(guidance),
                                chosen.refine().withGuidance(guidance)))
                        .toList();
    }
}
