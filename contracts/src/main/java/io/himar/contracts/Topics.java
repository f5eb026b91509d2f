package io.himar.contracts;

import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * The Kafka topics of one installation. Keys are image ids as UTF-8 text, in {@link #workers} the worker's name; values
 * are protobuf messages. Every worker reads all of its stage's tasks and takes those whose header
 * {@link #WORKER_HEADER} names it: they are small, and so no number of partitions bounds the number of workers.
 *
 * @param prefix what all their names begin with; two installations on the same brokers have different ones
 */
public record Topics(String prefix) {
    // Kafka's own characters; with what follows a name stays far below its 249.
    private static final Pattern PREFIX = Pattern.compile("[a-zA-Z0-9]([a-zA-Z0-9._-]{0,98}[a-zA-Z0-9])?");

    /** The topics of an installation that is told no prefix. */
    public static final Topics DEFAULT = new Topics("himar");

    /** Header of a task: the worker that it is for, as {@link WorkerStatus#getWorker()} names it, in UTF-8. */
    public static final String WORKER_HEADER = "himar-worker";

    /** What a prefix has to be, in words. */
    public static final String PREFIXES =
            "1 to 100 of a-z, A-Z, 0-9, dot, underscore and hyphen, the last three neither first nor last";

    /** @throws IllegalArgumentException if topics cannot be named so */
    public Topics {
        Objects.requireNonNull(prefix, "prefix");
        if (!isPrefix(prefix)) {
            throw new IllegalArgumentException("prefix of topics: " + prefix + " (expected: " + PREFIXES + ")");
        }
    }

    /** Whether topics can be named so. */
    public static boolean isPrefix(String text) {
        return PREFIX.matcher(text).matches();
    }

    /** {@link PivotTask}: scheduler to pivot workers. */
    public String pivotWork() {
        return named("pivot-work");
    }

    /** {@link RefineTask}: scheduler to refine workers. */
    public String refineWork() {
        return named("refine-work");
    }

    /** {@link ConditionTokens}: pivot workers to refine workers, which read the record that their task names. */
    public String conditionTokens() {
        return named("condition-tokens");
    }

    /** {@link ImageEvent}: workers to the scheduler, and to every gateway for progress. */
    public String imageEvents() {
        return named("image-events");
    }

    /** {@link WorkerStatus}: workers to the scheduler. */
    public String workers() {
        return named("workers");
    }

    /** {@link Cancellation}, of an image or of a lease that has ended: scheduler to every worker. */
    public String cancellations() {
        return named("cancellations");
    }

    /** The topic of the tasks of a stage. */
    public String work(Stage stage) {
        return stage == Stage.PIVOT ? pivotWork() : refineWork();
    }

    /** All topics, in the order in which they are created. */
    public List<String> all() {
        return List.of(
                pivotWork(),
                refineWork(),
                conditionTokens(),
                imageEvents(),
                workers(),
                cancellations(),
                deadLetters(pivotWork()),
                deadLetters(refineWork()),
                deadLetters(imageEvents()),
                deadLetters(workers()));
    }

    /**
     * The topic of this installation that serves what {@code topic}, which is not of dead letters, serves in another.
     */
    public String counterpart(String topic) {
        return prefix + topic.substring(topic.lastIndexOf('.'));
    }

    /** The topic that takes what could not be read from {@code topic}. */
    public static String deadLetters(String topic) {
        return topic + ".dlt";
    }

    private String named(String name) {
        return prefix + "." + name;
    }
}
