package io.himar.reliability.autoscale;

/** What the autoscaler looks at. */
enum Signal {
    /** The chart's own query: model seconds that wait and will come, and the slots in use. */
    WORK,
    /**
     * Images that wait for the stage, as if each were a message that a topic's consumers have not taken yet; by KEDA's
     * own default of ten for a worker.
     */
    LAG;

    static final int LAG_OF_A_WORKER = 10;
}
