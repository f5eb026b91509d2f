package io.himar.standalone.command;

import io.himar.standalone.Suite;
import io.himar.standalone.SuiteOptions;
import io.himar.standalone.terminal.Terminal;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.utils.Exit;

/** A suite of this process, stopped in order when the command ends, by itself or by Ctrl-C. */
final class RunningSuite implements AutoCloseable {
    private final Suite suite;
    private final Terminal terminal;
    private final AtomicBoolean closed = new AtomicBoolean();

    private RunningSuite(Suite suite, Terminal terminal) {
        this.suite = suite;
        this.terminal = terminal;
    }

    static RunningSuite start(SuiteOptions options, Terminal terminal) {
        long begun = System.nanoTime();
        explainHalt(options, terminal);
        RunningSuite running = new RunningSuite(Suite.of(options), terminal);
        // Before the start: Ctrl-C may come during it, and Postgres would be left behind.
        Runtime.getRuntime().addShutdownHook(new Thread(running::close, "suite-stop"));
        running.suite.start(part -> terminal.status("Starting: " + part));
        terminal.clearStatus();
        terminal.out().println("The suite is up after " + seconds(begun) + ".");
        return running;
    }

    Suite suite() {
        return suite;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            if (suite.address() != null) {
                terminal.status("Stopping the suite.");
            }
            suite.close();
            terminal.clearStatus();
        }
    }

    /** A broker that can no longer write its log ends the process at once, by itself without a word. */
    private static void explainHalt(SuiteOptions options, Terminal terminal) {
        Exit.setHaltProcedure((status, message) -> {
            terminal.clearStatus();
            terminal.out()
                    .println("himar: Kafka had to give up, most likely because the disk of " + options.data()
                            + " is full or failing; its log there says more.");
            Runtime.getRuntime().halt(status);
        });
    }

    private static String seconds(long sinceNanos) {
        return "%.1f s"
                .formatted(Duration.ofNanos(System.nanoTime() - sinceNanos).toMillis() / 1000.0);
    }
}
