package io.himar.storage.sql;

import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What time it is, for whatever is decided about jobs. The database decides, so that no two services disagree. */
@FunctionalInterface
public interface TimeSource {
    /** The time now, in whole microseconds, as the database keeps them. */
    Instant now(Sql sql) throws SQLException;

    /** The database's clock. */
    static TimeSource database() {
        return sql -> sql.first("select clock_timestamp() as now", row -> Sql.instant(row, "now"))
                .orElseThrow();
    }

    /** A clock of the caller's own, for tests. */
    static TimeSource of(Clock clock) {
        return sql -> clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
