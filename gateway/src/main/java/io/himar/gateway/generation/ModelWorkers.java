package io.himar.gateway.generation;

import io.himar.contracts.Stage;
import io.himar.storage.images.FleetReader.Fleet;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Which models the live workers of a stage run. It is looked at once a second at most, whoever asks. */
final class ModelWorkers {
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private final Supplier<Fleet> fleet;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Looked looked = new Looked(Set.of(), Long.MIN_VALUE);

    ModelWorkers(Supplier<Fleet> fleet) {
        this.fleet = fleet;
    }

    private record Run(Stage stage, String model) {}

    private record Looked(Set<Run> run, long at) {
        boolean isGood() {
            return at != Long.MIN_VALUE && System.nanoTime() - at < GOOD_FOR.toNanos();
        }
    }

    /**
     * Whether a worker of a stage that was heard of lately runs a model, though it may be busy.
     *
     * @throws io.himar.storage.sql.StorageException if the database does not answer
     */
    boolean run(Stage stage, String model) {
        if (!looked.isGood()) {
            looking.lock();
            try {
                if (!looked.isGood()) {
                    looked = new Looked(look(), System.nanoTime());
                }
            } finally {
                looking.unlock();
            }
        }
        return looked.run().contains(new Run(stage, model));
    }

    private Set<Run> look() {
        return fleet.get().workers().stream()
                .flatMap(worker -> worker.models().stream().map(model -> new Run(worker.stage(), model)))
                .collect(Collectors.toSet());
    }
}
