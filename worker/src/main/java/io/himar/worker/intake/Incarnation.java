package io.himar.worker.intake;

import io.himar.contracts.Stage;
import io.himar.contracts.Topics;
import java.security.SecureRandom;
import java.util.List;

/**
 * One start of a worker, as it introduces itself.
 *
 * @param id name and a random part, so that no task for an earlier start is taken for one of this
 * @param stage that it runs
 * @param topics of its installation
 * @param samplers that it knows
 */
public record Incarnation(String id, Stage stage, Topics topics, List<String> samplers) {
    private static final int RANDOM_BITS = 32;

    public Incarnation {
        samplers = List.copyOf(samplers);
    }

    /** A new start of the worker {@code name}. */
    public static Incarnation of(String name, Stage stage, Topics topics, List<String> samplers) {
        String random = String.format("%08x", new SecureRandom().nextLong(1L << RANDOM_BITS));
        return new Incarnation(name + "#" + random, stage, topics, samplers);
    }

    /** The topic of its tasks. */
    public String work() {
        return topics.work(stage);
    }
}
