package io.himar.training.ablation;

import io.himar.training.evaluation.Report;
import java.util.Locale;

/** What a table's row says of a report and its cost; the same columns in every CSV file of this package. */
final class ReportColumns {
    static final String NAMES = "giga_operations,pictures,frechet,frechet_low,frechet_high,precision,recall,agreement,"
            + "seconds_per_image";

    private static final double GIGA = 1e9;

    private ReportColumns() {}

    /** @param operations that an image's tokens take */
    static String of(double operations, Report report) {
        Report.Quality generated = report.generated();
        return String.format(
                Locale.ROOT,
                "%.5f,%d,%.4f,%.4f,%.4f,%.4f,%.4f,%.4f,%.5f",
                giga(operations),
                report.count(),
                generated.frechet().value(),
                generated.frechet().low(),
                generated.frechet().high(),
                generated.precision().value(),
                generated.recall().value(),
                generated.agreement().value(),
                report.secondsPerImage());
    }

    static double giga(double operations) {
        return operations / GIGA;
    }
}
