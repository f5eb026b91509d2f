package io.himar.training.loop;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** How far something is: a bar where a person looks at a terminal, else a line now and then. */
public final class Progress implements TrainingLoop.Listener, AutoCloseable {
    private static final int WIDTH = 120;
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(30);

    private final String task;
    private final long from;
    private final long total;
    private final double imagesPerStep;
    private final PrintStream out;
    private final ProgressBar bar;
    private final long began = System.nanoTime();
    private long lastLine = began;

    /**
     * @param from steps taken before
     * @param imagesPerStep for the rate
     * @param terminal whether {@code out} is one
     */
    public Progress(String task, long from, long total, double imagesPerStep, PrintStream out, boolean terminal) {
        this.task = task;
        this.from = from;
        this.total = total;
        this.imagesPerStep = imagesPerStep;
        this.out = out;
        this.bar = terminal ? bar(task, from, total, out) : null;
    }

    /** Of images or the like, one a step, on standard error. */
    public static Progress onStandardError(String task, long total, double imagesPerStep, boolean terminal) {
        return new Progress(task, 0, total, imagesPerStep, System.err, terminal);
    }

    private static ProgressBar bar(String task, long from, long total, PrintStream out) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .startsFrom(from, Duration.ZERO)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(new ConsoleProgressBarConsumer(out, WIDTH))
                .build();
    }

    @Override
    public void stepped(long steps, Map<String, Double> figures) {
        long now = System.nanoTime();
        double seconds = (now - began) / 1e9;
        String told = String.format(Locale.ROOT, "%.1f/s", (steps - from) * imagesPerStep / seconds)
                + figures.entrySet().stream()
                        .filter(figure -> !figure.getKey().equals("learning_rate"))
                        .map(figure -> String.format(Locale.ROOT, " %s %.4f", figure.getKey(), figure.getValue()))
                        .collect(Collectors.joining());
        if (bar != null) {
            bar.setExtraMessage(" " + told);
            bar.stepTo(steps);
        } else if (now - lastLine >= BETWEEN_LINES.toNanos() || steps == total) {
            lastLine = now;
            Duration left = Duration.ofSeconds((long) ((total - steps) * seconds / Math.max(1, steps - from)));
            out.printf(
                    Locale.ROOT,
                    "%s %d of %d, %s, %d:%02d:%02d left%n",
                    task,
                    steps,
                    total,
                    told,
                    left.toHours(),
                    left.toMinutesPart(),
                    left.toSecondsPart());
        }
    }

    /**
     * Of what has no figures and can be broken off here.
     *
     * @throws StopRequest.Stopped where the process is to end
     */
    public void reached(long count) {
        stepped(count, Map.of());
        StopRequest.check();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
