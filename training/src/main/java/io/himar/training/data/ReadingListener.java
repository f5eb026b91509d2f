package io.himar.training.data;

/** Hears how the reading of a data set goes. */
@FunctionalInterface
public interface ReadingListener {

    /** Something that a person should know, such as a file that is skipped. */
    void told(String line);

    /** So many of the files have been gone through. */
    default void passed(int files, int all) {}
}
