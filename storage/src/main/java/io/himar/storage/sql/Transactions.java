package io.himar.storage.sql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;

/** Runs work in one transaction: committed if it returns, rolled back if it throws. */
public final class Transactions {
    @FunctionalInterface
    public interface Work<T> {
        T run(Sql sql) throws SQLException;
    }

    private static final String ACT_FOR = "select himar.act_for(?)";
    private static final String AT_ONE_MOMENT = "set transaction isolation level repeatable read, read only";

    private final DataSource database;

    public Transactions(DataSource database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    /** Runs work that sees the rows of all tenants. */
    public <T> T run(String purpose, Work<T> work) {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false);
            try {
                T result = work.run(new Sql(connection));
                connection.commit();
                return result;
            } catch (Throwable failure) {
                rollBack(connection, failure);
                throw failure;
            }
        } catch (SQLException e) {
            throw new StorageException(purpose, e);
        }
    }

    /**
     * Runs work on behalf of a tenant. The database shows it no row of another, even if its statements forget to name
     * the tenant, and writes none.
     */
    public <T> T run(String tenant, String purpose, Work<T> work) {
        Objects.requireNonNull(tenant, "tenant");
        return run(purpose, sql -> {
            sql.list(ACT_FOR, row -> true, tenant);
            return work.run(sql);
        });
    }

    /** Runs work that only reads, and sees the rows of all tenants as they were when it began. */
    public <T> T runAtOneMoment(String purpose, Work<T> work) {
        return run(purpose, sql -> {
            sql.update(AT_ONE_MOMENT);
            return work.run(sql);
        });
    }

    /** Runs work that only reads, on behalf of a tenant, and sees its rows as they were when it began. */
    public <T> T runAtOneMoment(String tenant, String purpose, Work<T> work) {
        return runAtOneMoment(purpose, sql -> {
            sql.list(ACT_FOR, row -> true, tenant);
            return work.run(sql);
        });
    }

    private static void rollBack(Connection connection, Throwable failure) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            failure.addSuppressed(e);
        }
    }
}
