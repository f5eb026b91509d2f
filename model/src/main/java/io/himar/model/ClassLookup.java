package io.himar.model;

/** What {@link ModelConfig#classOf} makes of a word: a class, or why there is none. */
public sealed interface ClassLookup {
    /** The word means one class. */
    record Found(int classId) implements ClassLookup {}

    /**
     * The word means no class, or more than one.
     *
     * @param problem the word and what is wrong with it, such as {@code 'seven' is not known}
     * @param expected what to write in its place
     */
    record Refused(String problem, String expected) implements ClassLookup {}
}
