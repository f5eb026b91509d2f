package io.himar.training.loop;

import io.himar.training.file.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Averages of a training's figures, a row of a CSV file every so many steps. */
public final class MetricsFile implements TrainingLoop.Listener {
    private final Path csv;
    private final int every;
    private final int batchSize;
    private final Map<String, Double> sums = new TreeMap<>();
    private int count;
    private long since = System.nanoTime();

    /**
     * @param csv rows are added to it where it exists
     * @param every steps a row averages over
     */
    public MetricsFile(Path csv, int every, int batchSize) {
        this.csv = csv;
        this.every = every;
        this.batchSize = batchSize;
    }

    /** Removes the rows after a step, which the training that goes on from there writes again. */
    public void cutAfter(long step) {
        if (!Files.exists(csv)) {
            return;
        }
        try {
            List<String> kept = new ArrayList<>();
            for (String row : Files.readAllLines(csv)) {
                // A row that a crash cut short has no line end and may have any first number: it is the last one.
                if (kept.isEmpty() || (row.split(",").length == columns(kept) && step(row) <= step)) {
                    kept.add(row);
                }
            }
            DurableFile.write(csv, String.join("\n", kept) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("the metrics file " + csv + " cannot be rewritten", e);
        }
    }

    private static int columns(List<String> rows) {
        return rows.get(0).split(",").length;
    }

    private static long step(String row) {
        return Long.parseLong(row.substring(0, row.indexOf(',')));
    }

    @Override
    public void stepped(long steps, Map<String, Double> figures) {
        figures.forEach((name, value) -> sums.merge(name, value, Double::sum));
        count++;
        if (steps % every == 0) {
            write(steps);
        }
    }

    private void write(long step) {
        double seconds = (System.nanoTime() - since) / 1e9;
        StringBuilder header = new StringBuilder("step,images_per_second");
        StringBuilder row =
                new StringBuilder(String.format(Locale.ROOT, "%d,%.2f", step, count * (double) batchSize / seconds));
        sums.forEach((name, sum) -> {
            header.append(',').append(name);
            row.append(String.format(Locale.ROOT, ",%.6g", sum / count));
        });
        append(header.append('\n').toString(), row.append('\n').toString());
        sums.clear();
        count = 0;
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
