package io.himar.standalone.command;

/** Says something when Ctrl-C, or a signal to end, comes before it is closed. */
final class InterruptNotice {
    private final Thread hook;

    private InterruptNotice(Thread hook) {
        this.hook = hook;
    }

    static InterruptNotice of(Runnable notice) {
        Thread hook = new Thread(notice, "interrupt-notice");
        Runtime.getRuntime().addShutdownHook(hook);
        return new InterruptNotice(hook);
    }

    void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // Then the notice is being given, or was.
        }
    }
}
