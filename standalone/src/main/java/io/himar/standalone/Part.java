package io.himar.standalone;

/**
 * The parts of a suite, in the order in which they can rely on one another; they are stopped from the last to the
 * first.
 */
enum Part {
    POSTGRES("Postgres"),
    OBJECTS("object storage"),
    KAFKA("Kafka"),
    INFERENCE("inference server"),
    SCHEDULER("scheduler"),
    REFINE_WORKER("refine worker"),
    PIVOT_WORKER("pivot worker"),
    GATEWAY("gateway");

    private final String label;

    Part(String label) {
        this.label = label;
    }

    @Override
    public String toString() {
        return label;
    }
}
