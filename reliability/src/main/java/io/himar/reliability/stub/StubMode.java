package io.himar.reliability.stub;

/** How the stub behaves. */
public enum StubMode {
    /** As it should. */
    WELL,
    /** It says that it is not ready, and answers every call with UNAVAILABLE. */
    REFUSING,
    /** No call is ever answered. */
    HANGING,
    /** It says that it is ready, but no run of a model is ever answered. */
    STUCK,
    /** It says that it is ready, and answers every run with RESOURCE_EXHAUSTED. */
    FULL,
    /** Every run takes forty times as long. */
    SLOW,
    /** Every run fails with INTERNAL, as on a broken device. */
    BROKEN
}
