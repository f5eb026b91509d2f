package io.himar.standalone.command;

import io.himar.standalone.client.Generation;
import io.himar.standalone.client.Generation.Image;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;

/** What a run tells at its end: every picture with its file and address, what failed, and the times. */
final class RunReport {
    private final PrintStream out;
    private final Duration waited;

    RunReport(PrintStream out, Duration waited) {
        this.out = out;
        this.waited = waited;
    }

    /** Prints and returns the exit status. */
    int print(List<Generation> generations, Downloads downloads) {
        out.println();
        for (Downloads.Picture picture : downloads.pictures()) {
            out.println(picture.file() + "  " + picture.image().result().url());
        }
        int wanted = 0;
        for (Generation generation : generations) {
            wanted += generation.count();
            generation.images().stream()
                    .filter(image -> image.result() == null)
                    .forEach(image -> lost(generation, image));
        }
        int got = downloads.pictures().size();
        if (got > 0) {
            out.println();
            out.println("Contact sheet: " + downloads.sheet());
            out.printf(
                    "%d of %d images in %.1f s, %.2f s per image.%n",
                    got, wanted, waited.toMillis() / 1000.0, waited.toMillis() / 1000.0 / got);
        }
        return got == wanted ? 0 : 1;
    }

    private void lost(Generation generation, Image image) {
        String reason = image.error() == null ? image.status() : image.error().message();
        out.println("No picture of " + generation.label() + ", seed " + image.seed() + ": " + reason);
    }
}
