package io.himar.standalone.command;

import io.himar.standalone.client.Generation;
import io.himar.standalone.client.Generation.Image;
import io.himar.standalone.download.Downloads;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a run tells at its end: every picture with its file and address, what failed, and the times. */
final class RunReport implements GenerationRun.Report {
    private final PrintStream out;

    RunReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public int print(List<Generation> generations, Downloads downloads, Duration waited) {
        out.println();
        int wanted = 0;
        for (Generation generation : generations) {
            wanted += generation.count();
            generation.images().forEach(image -> image(generation, image, downloads.file(image)));
        }
        int got = downloads.count();
        downloads.sheet(generations).ifPresent(sheet -> {
            out.println();
            out.println("Contact sheet: " + sheet);
        });
        double seconds = waited.toMillis() / 1000.0;
        out.printf(Locale.ROOT, "%d of %d images in %.1f s%n", got, wanted, seconds);
        return got == wanted ? ExitStatus.DONE : ExitStatus.INCOMPLETE;
    }

    private void image(Generation generation, Image image, Optional<Path> file) {
        if (file.isPresent()) {
            out.println(file.get() + "  "
                    + (image.result() == null
                            ? "pivot " + image.pivot().id()
                            : image.result().url()));
        } else {
            String reason =
                    image.error() == null ? image.status() : image.error().message();
            out.println("No picture of " + generation.label() + ", seed " + image.seed() + ": " + reason);
        }
    }
}
