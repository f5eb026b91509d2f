package io.himar.reliability.process;

import java.time.Duration;

/** Waiting for something to come true. */
public final class Waiting {
    private static final Duration POLL = Duration.ofMillis(50);

    private Waiting() {}

    /** What is waited for; an exception means not yet. */
    @FunctionalInterface
    public interface Condition {
        boolean holds() throws Exception;
    }

    /** Returns whether the condition came true in time. */
    public static boolean until(Duration longest, Condition condition) throws InterruptedException {
        long end = System.nanoTime() + longest.toNanos();
        while (true) {
            if (holds(condition)) {
                return true;
            }
            if (System.nanoTime() > end) {
                return false;
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    /**
     * The same, for what must come true.
     *
     * @throws IllegalStateException naming what did not
     */
    public static void require(String what, Duration longest, Condition condition) throws InterruptedException {
        if (!until(longest, condition)) {
            throw new IllegalStateException(what + " (waited " + longest.toSeconds() + " s)");
        }
    }

    private static boolean holds(Condition condition) throws InterruptedException {
        try {
            return condition.holds();
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception notYet) {
            return false;
        }
    }
}
