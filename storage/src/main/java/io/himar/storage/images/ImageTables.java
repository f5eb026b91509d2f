package io.himar.storage.images;

import java.sql.SQLException;

/** Where images are kept. */
@FunctionalInterface
public interface ImageTables {
    /** What is done in one transaction. */
    @FunctionalInterface
    interface Work<T> {
        T on(ImageTable table) throws SQLException;
    }

    /**
     * Does the work, wholly or not at all.
     *
     * @param purpose what for, as in "cannot ..."
     * @throws io.himar.storage.sql.StorageException if it could not be done
     */
    <T> T transaction(String purpose, Work<T> work);
}
