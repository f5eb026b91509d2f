package io.himar.training.ablation;

import io.himar.model.SamplingDefaults;
import io.himar.training.evaluation.Report;
import java.util.List;
import java.util.Locale;

/**
 * A model's quality and cost with some number of steps.
 *
 * @param model its name, the same for other seeds of one design
 * @param fingerprint tells those apart
 * @param own how the model is sampled by itself
 * @param operations that a picture's tokens take
 */
public record StepPoint(String model, String fingerprint, SamplingDefaults own, double operations, Report report) {
    private static final double GIGA = 1e9;

    int pivotSteps() {
        return report.previewAgreement() == null ? 0 : report.sampling().pivot().steps();
    }

    int refineSteps() {
        return report.sampling().refine().steps();
    }

    /** Whether this is a point of the curve over the steps of stage 1, and not or not only of stage 2's. */
    boolean ofPivotCurve() {
        return pivotSteps() > 0 && refineSteps() == own.refine().steps();
    }

    boolean ofRefineCurve() {
        return report.sampling().pivot().equals(own.pivot());
    }

    double gigaOperations() {
        return operations / GIGA;
    }

    double frechet() {
        return report.generated().frechet().value();
    }

    String describe() {
        return String.format(
                Locale.ROOT,
                "%s, %d + %d steps: %.4f G operations, Frechet distance %.1f, agreement %.1f %%",
                model,
                pivotSteps(),
                refineSteps(),
                gigaOperations(),
                frechet(),
                100 * report.generated().agreement().value());
    }

    /** A row a point; a model without stage 1 has 0 steps there. */
    static String csv(List<StepPoint> points) {
        StringBuilder text =
                new StringBuilder("model,fingerprint,pivot_steps,refine_steps,giga_operations,pictures,frechet,"
                        + "frechet_low,frechet_high,precision,recall,agreement,seconds_per_image\n");
        for (StepPoint point : points) {
            Report.Quality generated = point.report.generated();
            text.append(String.format(
                    Locale.ROOT,
                    "%s,%s,%d,%d,%.5f,%d,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.5f%n",
                    point.model,
                    point.fingerprint.substring(point.fingerprint.lastIndexOf(' ') + 1),
                    point.pivotSteps(),
                    point.refineSteps(),
                    point.gigaOperations(),
                    point.report.count(),
                    generated.frechet().value(),
                    generated.frechet().low(),
                    generated.frechet().high(),
                    generated.precision().value(),
                    generated.recall().value(),
                    generated.agreement().value(),
                    point.report.secondsPerImage()));
        }
        return text.toString();
    }
}
