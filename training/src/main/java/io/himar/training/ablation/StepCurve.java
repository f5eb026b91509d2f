package io.himar.training.ablation;

import io.himar.model.ModelConfig;
import io.himar.model.SamplingDefaults;
import io.himar.model.SamplingOperations;
import io.himar.training.evaluation.Evaluation;
import io.himar.training.evaluation.Report;
import io.himar.training.file.DurableFile;
import io.himar.training.generation.Generator;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Judges models with several numbers of autoregressive steps: those of one stage are varied while the other has the
 * model's own. What was judged before is taken from its report, so that a long curve can be stopped and gone on with.
 */
public final class StepCurve {
    private final Evaluation evaluation;
    private final Path out;
    private final PrintStream told;

    /**
     * @param out folder of the reports, {@code steps.csv} and {@code steps.png}
     * @param told where progress goes
     */
    public StepCurve(Evaluation evaluation, Path out, PrintStream told) {
        this.evaluation = evaluation;
        this.out = out;
        this.told = told;
    }

    /**
     * The numbers of steps to try; those that a model has not tokens for are left out.
     *
     * @param pivot of stage 1; not for single-scale models
     * @param refine of stage 2
     */
    public record Steps(List<Integer> pivot, List<Integer> refine) {
        public Steps {
            pivot = List.copyOf(pivot);
            refine = List.copyOf(refine);
        }

        /** Each way of sampling once. */
        Set<SamplingDefaults> of(ModelConfig model) {
            SamplingDefaults own = model.sampling();
            Set<SamplingDefaults> ways = new LinkedHashSet<>();
            for (int steps : refine) {
                if (steps <= model.denseTokens()) {
                    ways.add(new SamplingDefaults(own.pivot(), own.refine().withSteps(steps)));
                }
            }
            if (model.variant().hierarchical()) {
                for (int steps : pivot) {
                    if (steps <= model.lowTokens()) {
                        ways.add(new SamplingDefaults(own.pivot().withSteps(steps), own.refine()));
                    }
                }
            }
            return ways;
        }
    }

    /** Judges every model every way and writes the curve after each. */
    public List<StepPoint> run(List<Path> models, Steps steps) {
        List<StepPoint> points = new ArrayList<>();
        for (Path model : models) {
            Generator generator = Generator.load(model);
            for (SamplingDefaults sampling : steps.of(generator.config())) {
                StepPoint point = point(generator, sampling);
                points.add(point);
                told.println(point.describe());
                DurableFile.write(out.resolve("steps.csv"), StepPoint.csv(points));
            }
        }
        DurableFile.write(out.resolve("steps.png"), StepChart.png(points));
        return points;
    }

    private StepPoint point(Generator generator, SamplingDefaults sampling) {
        ModelConfig model = generator.config();
        Path file = out.resolve("reports")
                .resolve(String.format(
                        "%s-%d-%d.json",
                        generator.fingerprint().replace(' ', '-'),
                        sampling.pivot().steps(),
                        sampling.refine().steps()));
        Report report = KeptReport.of(file, evaluation, sampling, () -> generator);
        return new StepPoint(
                model.name(),
                generator.fingerprint(),
                model.sampling(),
                SamplingOperations.perImage(model, sampling),
                report);
    }
}
