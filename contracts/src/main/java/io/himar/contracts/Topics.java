package io.himar.contracts;

import java.util.List;

/** The Kafka topics of the suite. Keys are image ids as UTF-8 text, values are protobuf messages. */
public final class Topics {
    /** {@link PivotTask}: scheduler to pivot workers. */
    public static final String PIVOT_TASKS = "himar.pivot-tasks";
    /** {@link ConditionTokens}: pivot workers, and for a later attempt the scheduler, to refine workers. */
    public static final String CONDITION_TOKENS = "himar.condition-tokens";
    /** {@link ImageEvent}: workers to the scheduler, and to every gateway for progress. */
    public static final String IMAGE_EVENTS = "himar.image-events";
    /** {@link Cancellation}, of an image or of a lease that has ended: scheduler to every worker. */
    public static final String CANCELLATIONS = "himar.cancellations";

    public static final String PIVOT_TASKS_DEAD = deadLetters(PIVOT_TASKS);
    public static final String CONDITION_TOKENS_DEAD = deadLetters(CONDITION_TOKENS);
    public static final String IMAGE_EVENTS_DEAD = deadLetters(IMAGE_EVENTS);

    private Topics() {}

    /** All topics, in the order in which they are created. */
    public static List<String> all() {
        return List.of(
                PIVOT_TASKS,
                CONDITION_TOKENS,
                IMAGE_EVENTS,
                CANCELLATIONS,
                PIVOT_TASKS_DEAD,
                CONDITION_TOKENS_DEAD,
                IMAGE_EVENTS_DEAD);
    }

    /** The topic that takes what could not be read from {@code topic}. */
    public static String deadLetters(String topic) {
        return topic + ".dlt";
    }
}
