package io.himar.training.command;

import io.himar.training.data.SplitPictures;
import io.himar.training.evaluation.Evaluation;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** By whom and by how many pictures many models are judged alike. */
final class JudgeOptions {
    private static final int NEIGHBOURS = 3;

    @Option(
            names = "--classifier",
            required = true,
            paramLabel = "FILE",
            description = "the judge, made by the command classifier")
    private Path classifier;

    @Option(names = "--count", paramLabel = "N", description = "pictures to judge by (default: ${DEFAULT-VALUE})")
    private int count = 5000;

    @Option(names = "--batch", paramLabel = "N", description = "generated together (default: ${DEFAULT-VALUE})")
    private int batch = 100;

    /** Checks what can be checked without reading a picture. */
    void check(int side, List<String> classes) {
        Least.of("--batch", 1, batch);
        Least.of("--count", NEIGHBOURS + 1, count);
        Evaluation.checkJudge(classifier, side, classes.size());
    }

    Evaluation against(SplitPictures real) {
        return new Evaluation(classifier, real, new Evaluation.Settings(count, 1, batch, NEIGHBOURS, 200, null));
    }
}
