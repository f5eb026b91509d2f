package io.himar.training.command;

import io.himar.model.ModelConfig;
import io.himar.training.ablation.StepCurve;
import io.himar.training.data.SplitPictures;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Judges models over their numbers of autoregressive steps. */
@Command(
        name = "steps",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Judges models with several numbers of autoregressive steps, those of one stage while the other has the"
                    + " model's own, and writes steps.csv and steps.png: quality and operations an image. Run it again"
                    + " to go on."
        })
final class StepsCommand implements Callable<Integer> {
    @Parameters(
            arity = "1..*",
            paramLabel = "MODEL",
            description = "models' folders; those of one name are seeds of one design")
    private List<Path> models;

    @Mixin
    private DataOptions data;

    @Mixin
    private JudgeOptions judge;

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "the folder of the curve")
    private Path out;

    @Option(
            names = "--pivot-steps",
            split = ",",
            paramLabel = "N",
            description = "of stage 1 (default: ${DEFAULT-VALUE}); what is more than a model's tokens is left out")
    private List<Integer> pivotSteps = List.of(8, 16, 32, 64);

    @Option(
            names = "--refine-steps",
            split = ",",
            paramLabel = "N",
            description = "of stage 2 (default: ${DEFAULT-VALUE})")
    private List<Integer> refineSteps = List.of(1, 2, 4, 6, 8);

    @Override
    public Integer call() {
        ModelConfig first = ModelConfig.read(models.get(0).resolve("config.json"));
        check(first);
        SplitPictures pictures = data.open(first.imageSize());
        new StepCurve(judge.against(pictures), out, System.err)
                .run(models, new StepCurve.Steps(pivotSteps, refineSteps));
        return 0;
    }

    private void check(ModelConfig first) {
        Least.of("--pivot-steps", 1, pivotSteps);
        Least.of("--refine-steps", 1, refineSteps);
        List<String> classes = data.check();
        judge.check(first.imageSize(), classes);
        for (Path model : models) {
            ModelConfig config = ModelConfig.read(model.resolve("config.json"));
            if (config.classes() != classes.size() || config.imageSize() != first.imageSize()) {
                throw new IllegalArgumentException("the model " + model + ": " + config.classes() + " classes, "
                        + config.imageSize() + " pixels (expected: " + classes.size() + " as in --data, "
                        + first.imageSize() + " as of the first model)");
            }
        }
        OutputPlace.folder("--out", out);
    }
}
