package io.himar.training.ablation;

import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.SamplingOperations;
import io.himar.training.evaluation.Report;
import io.himar.training.evaluation.ReportFile;
import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The figures of an ablation, run by run as CSV and design by design as Markdown, beside the paper's. */
record AblationTable(List<Row> rows) {

    AblationTable {
        rows = List.copyOf(rows);
    }

    /**
     * @param parameters that are trained
     * @param operations that an image's tokens take
     */
    record Row(Design design, long seed, long parameters, double operations, Report report) {
        static Row read(Design design, long seed, Path run) {
            ModelConfig model = ModelConfig.read(run.resolve("model").resolve("config.json"));
            long parameters = HiMarParameters.of(model).stream()
                    .filter(ParameterSpec::trained)
                    .mapToLong(ParameterSpec::entries)
                    .sum();
            Report report = ReportFile.read(run.resolve("report.json"));
            double operations = SamplingOperations.perImage(model, report.sampling());
            return new Row(design, seed, parameters, operations, report);
        }

        double frechet() {
            return report.generated().frechet().value();
        }

        double agreement() {
            return report.generated().agreement().value();
        }
    }

    String csv() {
        StringBuilder text = new StringBuilder(
                "design,seed,parameters," + ReportColumns.NAMES + ",paper_parameters_million,paper_fid\n");
        for (Row row : rows) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s,%d,%d,%s,%d,%.2f%n",
                    row.design(),
                    row.seed(),
                    row.parameters(),
                    ReportColumns.of(row.operations(), row.report()),
                    row.design().paperMillions(),
                    row.design().paperFid()));
        }
        return text.toString();
    }

    /** Means over the seeds with least and most. */
    String markdown() {
        StringBuilder text =
                new StringBuilder("| design | parameters | operations an image, 10^9 | seeds | Fréchet distance"
                        + " | agreement, % | recall, % | paper: parameters, M | paper: FID |\n"
                        + "|---|---|---|---|---|---|---|---|---|\n");
        for (Design design : Design.values()) {
            List<Row> own = rows.stream().filter(row -> row.design() == design).toList();
            if (!own.isEmpty()) {
                text.append(String.format(
                        Locale.ROOT,
                        "| %s | %,d | %.3f | %d | %s | %s | %s | %d | %.2f |%n",
                        design.title(),
                        own.get(0).parameters(),
                        ReportColumns.giga(own.get(0).operations()),
                        own.size(),
                        spread(own, Row::frechet, 1, 0),
                        spread(own, Row::agreement, 100, 1),
                        spread(own, row -> row.report().generated().recall().value(), 100, 1),
                        design.paperMillions(),
                        design.paperFid()));
            }
        }
        return text.toString();
    }

    private static String spread(List<Row> rows, ToDoubleFunction<Row> figure, double factor, int decimals) {
        DoubleSummaryStatistics all = statistics(rows, figure);
        String number = "%." + decimals + "f";
        return String.format(
                Locale.ROOT,
                number + " (" + number + " to " + number + ")",
                factor * all.getAverage(),
                factor * all.getMin(),
                factor * all.getMax());
    }

    private static DoubleSummaryStatistics statistics(List<Row> rows, ToDoubleFunction<Row> figure) {
        return rows.stream().mapToDouble(figure).summaryStatistics();
    }
}
