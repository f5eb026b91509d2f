package io.himar.training.loop;

import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * The wish of a person, or of whoever ends the process politely, that it stop. The tensor library does not survive that
 * its process exits while it computes, so the exit waits for the computing thread to reach the end of its step.
 */
public final class StopRequest {
    private static volatile boolean made;

    private StopRequest() {}

    /** Ends what is done; thrown between two steps. */
    public static final class Stopped extends RuntimeException {
        Stopped() {
            super("stopped as asked");
        }
    }

    /**
     * Runs something that checks for requests now and then.
     *
     * @param told prints what a person is told
     */
    public static int listeningWhile(IntSupplier work, Consumer<String> told) {
        CountDownLatch done = new CountDownLatch(1);
        Thread hook = new Thread(() -> {
            if (done.getCount() == 0) {
                return;
            }
            made = true;
            told.accept("stopping at the end of this step");
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return work.getAsInt();
        } finally {
            done.countDown();
        }
    }

    public static boolean made() {
        return made;
    }

    /** @throws Stopped where a request was made */
    public static void check() {
        if (made) {
            throw new Stopped();
        }
    }
}
