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
        return ReportColumns.giga(operations);
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
                new StringBuilder("model,fingerprint,pivot_steps,refine_steps," + ReportColumns.NAMES + "\n");
        for (StepPoint point : points) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s,%s,%d,%d,%s%n",
                    point.model,
                    point.fingerprint.substring(point.fingerprint.lastIndexOf(' ') + 1),
                    point.pivotSteps(),
                    point.refineSteps(),
                    ReportColumns.of(point.operations, point.report)));
        }
        return text.toString();
    }
}
