package io.himar.training;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Averages of a run's figures: a line on the terminal and a row of a CSV file every so many steps. */
public final class MetricsLog {
    private final Path csv;
    private final int every;
    private final int steps;
    private final Map<String, Double> sums = new TreeMap<>();
    private int count;
    private long images;
    private long since = System.nanoTime();

    /** @param steps of the whole run, for the time left */
    public MetricsLog(Path csv, int every, int steps) {
        this.csv = csv;
        this.every = every;
        this.steps = steps;
    }

    public void record(long step, int batchSize, Map<String, Double> figures) {
        figures.forEach((name, value) -> {
            if (!Double.isFinite(value)) {
                throw new IllegalStateException("step " + step + ": " + name + " is " + value);
            }
            sums.merge(name, value, Double::sum);
        });
        count++;
        images += batchSize;
        if ((step + 1) % every == 0) {
            write(step + 1);
        }
    }

    private void write(long step) {
        double seconds = (System.nanoTime() - since) / 1e9;
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "step %d/%d", step, steps));
        StringBuilder header = new StringBuilder("step,images_per_second");
        StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%d,%.2f", step, images / seconds));
        sums.forEach((name, sum) -> {
            line.append(String.format(Locale.ROOT, "  %s %.5f", name, sum / count));
            header.append(',').append(name);
            row.append(String.format(Locale.ROOT, ",%.6f", sum / count));
        });
        Duration left = Duration.ofSeconds((long) ((steps - step) * seconds / count));
        System.out.printf(Locale.ROOT, "%s  %.1f images/s  %d min left%n", line, images / seconds, left.toMinutes());
        append(header.append('\n').toString(), row.append('\n').toString());
        sums.clear();
        count = 0;
        images = 0;
        since = System.nanoTime();
    }

    private void append(String header, String row) {
        try {
            Files.createDirectories(csv.toAbsolutePath().getParent());
            String text = Files.exists(csv) ? row : header + row;
            Files.writeString(csv, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException("the metrics file " + csv + " cannot be written", e);
        }
    }
}
