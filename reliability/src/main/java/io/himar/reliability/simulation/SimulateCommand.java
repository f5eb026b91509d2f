package io.himar.reliability.simulation;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs simulations, one for each seed. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description =
                "Runs the scheduler's own code with a virtual clock, one run for each seed. Exits with 1 if any run"
                        + " broke a promise; each such seed is printed and can be run again by --first SEED --seeds 1.")
public final class SimulateCommand implements Callable<Integer> {
    @Option(names = "--seeds", defaultValue = "1000", description = "How many runs (default: ${DEFAULT-VALUE}).")
    private long seeds;

    @Option(names = "--first", defaultValue = "1", description = "The first seed (default: ${DEFAULT-VALUE}).")
    private long first;

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new SimulateCommand()).execute(arguments));
    }

    @Override
    public Integer call() {
        AtomicInteger broken = new AtomicInteger();
        AtomicLong images = new AtomicLong();
        AtomicLong leases = new AtomicLong();
        AtomicLong expired = new AtomicLong();
        LongStream.range(first, first + seeds)
                .parallel()
                .mapToObj(Simulation::run)
                .forEach(outcome -> {
                    images.addAndGet(outcome.images());
                    leases.addAndGet(outcome.leases());
                    expired.addAndGet(outcome.expired());
                    if (!outcome.violations().isEmpty()) {
                        broken.incrementAndGet();
                        System.out.println("seed " + outcome.seed() + ": " + outcome.violations());
                    }
                });
        System.out.printf(
                "%,d runs, %,d images, %,d leases, %,d expired: %s%n",
                seeds,
                images.get(),
                leases.get(),
                expired.get(),
                broken.get() == 0 ? "no violation" : broken + " runs with violations");
        return broken.get() == 0 ? 0 : 1;
    }
}
