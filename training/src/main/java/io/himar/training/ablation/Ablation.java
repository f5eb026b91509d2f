package io.himar.training.ablation;

import io.himar.model.ModelConfig;
import io.himar.model.SamplingDefaults;
import io.himar.training.config.TrainingConfig;
import io.himar.training.data.SplitPictures;
import io.himar.training.evaluation.Evaluation;
import io.himar.training.file.DurableFile;
import io.himar.training.generation.Generator;
import io.himar.training.run.RunFolder;
import io.himar.training.run.TrainingRun;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Trains and judges designs with several seeds, one run after another. What is finished is found finished when it is
 * run again; what was stopped goes on from its checkpoint.
 */
public final class Ablation {
    private final AblationPlan plan;
    private final SplitPictures pictures;
    private final Evaluation evaluation;
    private final PrintStream out;
    private final boolean terminal;

    /**
     * @param out where progress goes
     * @param terminal whether a person looks at it there
     */
    public Ablation(
            AblationPlan plan, SplitPictures pictures, Evaluation evaluation, PrintStream out, boolean terminal) {
        this.plan = plan;
        this.pictures = pictures;
        this.evaluation = evaluation;
        this.out = out;
        this.terminal = terminal;
    }

    /** Trains and judges, and writes the tables anew after each run. */
    public void run(List<Design> designs, List<Long> seeds) {
        for (long seed : seeds) {
            for (Design design : designs) {
                out.println(design + ", seed " + seed);
                run(design, seed);
                writeTables(seeds);
            }
        }
    }

    private void run(Design design, long seed) {
        TrainingConfig config = plan.config(design, seed);
        Path folder = plan.folder(design, seed);
        boolean begun = AblationPlan.holds(folder, config);
        if (!Files.exists(folder.resolve("model"))) {
            try (RunFolder run = begun ? RunFolder.open(folder) : RunFolder.create(folder)) {
                new TrainingRun(config, run, pictures, out, terminal).run();
            }
        }
        Path model = folder.resolve("model");
        SamplingDefaults sampling =
                ModelConfig.read(model.resolve("config.json")).sampling();
        KeptReport.of(report(design, seed), evaluation, sampling, () -> Generator.load(model));
    }

    private Path report(Design design, long seed) {
        return plan.folder(design, seed).resolve("report.json");
    }

    /** What there is of these seeds, also of designs that were judged before. */
    private void writeTables(List<Long> seeds) {
        List<AblationTable.Row> rows = new ArrayList<>();
        for (Design design : Design.values()) {
            for (long seed : seeds) {
                if (Files.exists(report(design, seed))) {
                    rows.add(AblationTable.Row.read(design, seed, plan.folder(design, seed)));
                }
            }
        }
        AblationTable table = new AblationTable(rows);
        DurableFile.write(plan.out().resolve("ablation.csv"), table.csv());
        DurableFile.write(plan.out().resolve("ablation.md"), table.markdown());
    }

    /** The table for people. */
    public Path markdown() {
        return plan.out().resolve("ablation.md");
    }
}
