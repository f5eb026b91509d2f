package io.himar.reliability;

import io.himar.reliability.report.JsonReport;
import io.himar.reliability.report.MarkdownReport;
import io.himar.reliability.report.ProofResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What a command ends with: its reports, what was violated, and one line of totals. */
final class Verdict {
    private static final int BROKEN = 1;

    /** Of each kind of violation; the others are in the JSON. */
    private static final int SHOWN = 10;

    private Verdict() {}

    /**
     * Writes and prints it.
     *
     * @param folder of the run, which always gets the reports
     * @param page which gets them as well, the JSON beside it
     * @return the exit status, 0 if every promise was kept
     */
    static int tell(ProofResult result, Path folder, Optional<Path> page) throws IOException {
        write(result, folder.resolve("report.md"));
        if (page.isPresent()) {
            write(result, page.get());
        }
        result.violationsByKind()
                .forEach((kind, some) -> some.stream()
                        .limit(SHOWN)
                        .forEach(each -> System.out.println(
                                each.at() + " " + kind + " " + each.subject() + ": " + each.detail())));
        System.out.println(result.totals());
        return result.holds() ? 0 : BROKEN;
    }

    private static void write(ProofResult result, Path page) throws IOException {
        Files.writeString(page, MarkdownReport.of(result));
        String name = page.getFileName().toString().replaceFirst("\\.md$", "") + ".json";
        Files.writeString(page.resolveSibling(name), JsonReport.of(result));
    }
}
