package io.himar.contracts;

import java.util.List;

/**
 * The Kafka topics of the suite. Keys are image ids as UTF-8 text, in {@link #WORKERS} the worker's name; values are
 * protobuf messages. Every worker reads all of its stage's tasks and takes those whose header {@link #WORKER_HEADER}
 * names it: they are small, and so no number of partitions bounds the number of workers.
 */
public final class Topics {
    /** Header of a task: the worker that it is for, as {@link WorkerStatus#getWorker()} names it, in UTF-8. */
    public static final String WORKER_HEADER = "himar-worker";

    /** {@link PivotTask}: scheduler to pivot workers. */
    public static final String PIVOT_WORK = "himar.pivot-work";
    /** {@link RefineTask}: scheduler to refine workers. */
    public static final String REFINE_WORK = "himar.refine-work";
    /** {@link ConditionTokens}: pivot workers to refine workers, which read the record that their task names. */
    public static final String CONDITION_TOKENS = "himar.condition-tokens";
    /** {@link ImageEvent}: workers to the scheduler, and to every gateway for progress. */
    public static final String IMAGE_EVENTS = "himar.image-events";
    /** {@link WorkerStatus}: workers to the scheduler. */
    public static final String WORKERS = "himar.workers";
    /** {@link Cancellation}, of an image or of a lease that has ended: scheduler to every worker. */
    public static final String CANCELLATIONS = "himar.cancellations";

    public static final String PIVOT_WORK_DEAD = deadLetters(PIVOT_WORK);
    public static final String REFINE_WORK_DEAD = deadLetters(REFINE_WORK);
    public static final String IMAGE_EVENTS_DEAD = deadLetters(IMAGE_EVENTS);
    public static final String WORKERS_DEAD = deadLetters(WORKERS);

    private Topics() {}

    /** All topics, in the order in which they are created. */
    public static List<String> all() {
        return List.of(
                PIVOT_WORK,
                REFINE_WORK,
                CONDITION_TOKENS,
                IMAGE_EVENTS,
                WORKERS,
                CANCELLATIONS,
                PIVOT_WORK_DEAD,
                REFINE_WORK_DEAD,
                IMAGE_EVENTS_DEAD,
                WORKERS_DEAD);
    }

    /** The topic of the tasks of a stage. */
    public static String work(Stage stage) {
        return stage == Stage.PIVOT ? PIVOT_WORK : REFINE_WORK;
    }

    /** The topic that takes what could not be read from {@code topic}. */
    public static String deadLetters(String topic) {
        return topic + ".dlt";
    }
}
