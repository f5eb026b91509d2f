package io.himar.training.ablation;

import io.himar.model.SamplingDefaults;
import io.himar.training.evaluation.Evaluation;
import io.himar.training.evaluation.Report;
import io.himar.training.evaluation.ReportFile;
import io.himar.training.generation.Generator;
import io.himar.training.loop.StopRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Reports that are judged once and kept, so that what was stopped goes on where it was. */
final class KeptReport {

    private KeptReport() {}

    /**
     * The report of a file, where it has the same judge and as many pictures drawn in the same way; else a new one,
     * which the file then holds.
     */
    static Report of(Path file, Evaluation evaluation, SamplingDefaults sampling, Supplier<Generator> generator) {
        if (Files.exists(file)) {
            Report kept = ReportFile.read(file);
            if (evaluation.made(kept) && kept.sampling().equals(sampling)) {
                return kept;
            }
        }
        Report judged = evaluation
                .run(generator.get(), sampling, done -> StopRequest.check())
                .report();
        ReportFile.write(file, judged);
        return judged;
    }
}
