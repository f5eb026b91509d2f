package io.himar.standalone.command;

import io.himar.standalone.Suite;
import io.himar.standalone.SuiteListener;
import io.himar.standalone.SuiteOptions;
import io.himar.standalone.terminal.Terminal;
import java.time.Duration;

/** A suite of this process, stopped in order when the command ends, by itself or by Ctrl-C. */
final class RunningSuite implements AutoCloseable {
    private static final int FAILED = 1;

    private final Suite suite;
    private final Terminal terminal;
    private boolean closed;

    private RunningSuite(Suite suite, Terminal terminal) {
        this.suite = suite;
        this.terminal = terminal;
    }

    static RunningSuite start(SuiteOptions options, Terminal terminal) {
        long begun = System.nanoTime();
        RunningSuite running = new RunningSuite(Suite.of(options), terminal);
        // Before the start: Ctrl-C may come during it, and Postgres would be left behind.
        Runtime.getRuntime().addShutdownHook(new Thread(running::close, "suite-stop"));
        StopSignals.stop(running);
        running.suite.start(new Console(running, terminal));
        terminal.clearStatus();
        terminal.out().println("The suite is up after " + seconds(begun) + ".");
        return running;
    }

    /** Tells the person at the terminal, and ends the process when the suite cannot go on. */
    private record Console(RunningSuite running, Terminal terminal) implements SuiteListener {
        @Override
        public void starting(String part) {
            terminal.status("Starting: " + part);
        }

        @Override
        public void mended(String sentence) {
            say(sentence);
        }

        @Override
        public void failed(String sentence) {
            say(sentence);
            // Not from this thread, which may be one of the suite's.
            new Thread(this::end, "suite-failed").start();
        }

        /** Stops the suite before the exit, whose hooks would take its graphs away while they still run. */
        private void end() {
            running.close();
            System.exit(FAILED);
        }

        private void say(String sentence) {
            terminal.clearStatus();
            terminal.out().println("himar: " + sentence);
        }
    }

    Suite suite() {
        return suite;
    }

    /** Whoever comes second waits until the first has stopped everything. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            if (suite.address() != null) {
                terminal.status("Stopping the suite.");
            }
            suite.close();
            terminal.clearStatus();
        }
    }

    private static String seconds(long sinceNanos) {
        return "%.1f s"
                .formatted(Duration.ofNanos(System.nanoTime() - sinceNanos).toMillis() / 1000.0);
    }
}
