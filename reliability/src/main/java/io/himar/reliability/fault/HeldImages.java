package io.himar.reliability.fault;

import io.himar.reliability.check.Onlooker;
import io.himar.reliability.process.Waiting;
import java.time.Duration;

/** Which images a worker holds, as the database knows: a worker may add something of its own to its name. */
final class HeldImages {
    private static final String HELD =
            "select count(*) from himar.image where starts_with(worker, ?) and state in ('PIVOTING', 'REFINING')";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Onlooker onlooker;

    HeldImages(Onlooker onlooker) {
        this.onlooker = onlooker;
    }

    /** Returns as soon as the worker holds an image, and says whether it came to that. */
    boolean await(String worker) throws InterruptedException {
        return Waiting.until(PATIENCE, () -> onlooker.number(HELD, worker) > 0);
    }
}
