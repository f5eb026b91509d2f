package io.himar.reliability.process;

import java.io.IOException;

/** Ends a program when the one that started it has ended, however it did: its standard input then ends. */
public final class ParentWatch {
    private ParentWatch() {}

    /** Watches from now on; {@code orphaned} runs once, in a thread of its own. */
    public static void begin(Runnable orphaned) {
        Thread watch = new Thread(
                () -> {
                    awaitEndOfInput();
                    orphaned.run();
                },
                "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void awaitEndOfInput() {
        try {
            while (System.in.read() >= 0) {
                // The parent says nothing; what counts is that it could.
            }
        } catch (IOException closed) {
            // As good as the end.
        }
    }
}
