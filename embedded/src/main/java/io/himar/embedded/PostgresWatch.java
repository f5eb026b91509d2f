package io.himar.embedded;

import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

/**
 * Looks whether a server still runs and starts it again if not. It gives up when the server does not start any more, or
 * ends again and again.
 */
final class PostgresWatch implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(250);

    /** Rests before the attempts to start it. The first is for its last children, whom a new server refuses to join. */
    static final List<Duration> RESTS = List.of(
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(4),
            Duration.ofSeconds(8),
            Duration.ofSeconds(16));

    /** A server that ran for so long had nothing wrong at its start: the attempts are counted anew. */
    private static final Duration STEADY = Duration.ofMinutes(1);

    private final BooleanSupplier runs;
    private final Runnable startAgain;
    private final ServerNotices notices;
    private final List<Duration> rests;
    private final Thread thread;
    private int attempts;

    private PostgresWatch(BooleanSupplier runs, Runnable startAgain, ServerNotices notices, List<Duration> rests) {
        this.runs = runs;
        this.startAgain = startAgain;
        this.notices = notices;
        this.rests = List.copyOf(rests);
        this.thread = new Thread(this::watch, "postgres-watch");
        this.thread.setDaemon(true);
    }

    /**
     * Begins to watch a server that runs.
     *
     * @param startAgain throws {@link EmbeddedServerException} when the server does not start
     * @param rests before the attempts to start it, one each; after the last it is given up
     */
    static PostgresWatch begin(BooleanSupplier runs, Runnable startAgain, ServerNotices notices, List<Duration> rests) {
        PostgresWatch watch = new PostgresWatch(runs, startAgain, notices, rests);
        watch.thread.start();
        return watch;
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void watch() {
        try {
            boolean recovered = true;
            while (recovered) {
                awaitEnd();
                recovered = recover();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitEnd() throws InterruptedException {
        long begun = System.nanoTime();
        while (runs.getAsBoolean()) {
            Thread.sleep(POLL.toMillis());
        }
        if (System.nanoTime() - begun > STEADY.toNanos()) {
            attempts = 0;
        }
    }

    private boolean recover() throws InterruptedException {
        String reason = "it ended again and again";
        while (attempts < rests.size()) {
            Thread.sleep(rests.get(attempts++).toMillis());
            try {
                startAgain.run();
                notices.mended("Postgres had ended unexpectedly and has been started again.");
                return true;
            } catch (EmbeddedServerException failure) {
                reason = failure.getMessage();
            }
        }
        notices.gaveUp("Postgres has ended unexpectedly and could not be started again: " + reason);
        return false;
    }
}
