package io.himar.storage.sql;

import java.sql.SQLException;

/** The database could not be reached or refused a statement. The cause is kept; nothing was written. */
public final class StorageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    public StorageException(String purpose, SQLException cause) {
        super("cannot " + purpose + ": " + cause.getMessage(), cause);
        this.retryable = !isRefusal(cause.getSQLState());
    }

    /** Whether the same call may succeed later; false if the values themselves were refused. */
    public boolean retryable() {
        return retryable;
    }

    /** SQL standard classes 22 (data) and 23 (integrity constraint): the same values will never be accepted. */
    private static boolean isRefusal(String sqlState) {
        return sqlState != null && (sqlState.startsWith("22") || sqlState.startsWith("23"));
    }
}
