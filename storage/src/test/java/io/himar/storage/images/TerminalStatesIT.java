package io.himar.storage.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.Jobs;
import io.himar.storage.jobs.TestDatabase;
import io.himar.storage.sql.StorageException;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import javax.sql.DataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whoever writes to the database by hand, or by a version with a fault. */
class TerminalStatesIT {
    private final DataSource database = TestDatabase.empty();
    private final Transactions transactions = new Transactions(database);

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            state = 'SUCCEEDED', result_key = 'a' | state = 'QUEUED', result_key = null, finished_at = null
            state = 'SUCCEEDED', result_key = 'a' | state = 'FAILED', result_key = null
            state = 'SUCCEEDED', result_key = 'a' | result_key = 'b'
            state = 'FAILED'                      | state = 'SUCCEEDED', result_key = 'a'
            state = 'FAILED'                      | state = 'PIVOTING', lease_until = now(), finished_at = null
            state = 'CANCELLED'                   | state = 'SUCCEEDED', result_key = 'a'
            state = 'CANCELLED'                   | state = 'QUEUED', finished_at = null
            state = 'EXPIRED'                     | state = 'SUCCEEDED', result_key = 'a'
            state = 'EXPIRED'                     | state = 'QUEUED', finished_at = null
            """)
    void a_terminal_state_is_final_whatever_is_written(String terminal, String change) {
        new JobAdmission(database, TimeSource.database()).admit(Jobs.of(1));
        update(terminal + ", finished_at = now()");

        assertThatThrownBy(() -> update(change))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.retryable()).isFalse())
                .hasMessageContaining("is final (refused: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            state = 'SUCCEEDED', result_key = 'a' | pivot_key = null, partial_key = null
            state = 'SUCCEEDED', result_key = 'a' | state = 'SUCCEEDED', result_key = 'a'
            state = 'CANCELLED'                   | preview_key = null
            state = 'EXPIRED'                     | preview_key = null
            """)
    void what_else_the_row_says_may_change(String terminal, String change) {
        new JobAdmission(database, TimeSource.database()).admit(Jobs.of(1));
        update(terminal + ", finished_at = now()");
        assertThat(update(change)).isEqualTo(1);
    }

    private int update(String assignments) {
        return transactions.run("write", sql -> sql.update("update himar.image set " + assignments));
    }
}
