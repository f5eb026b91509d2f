package io.himar.standalone;

/** Hears from a suite, in sentences for a person. May be called by any thread. */
@FunctionalInterface
public interface SuiteListener {
    /** A part is being started. */
    void starting(String part);

    /** Something was broken or lost, and the suite works all the same, or again. */
    default void mended(String sentence) {}

    /** The suite cannot go on and is to be closed. */
    default void failed(String sentence) {}
}
