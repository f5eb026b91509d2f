package io.himar.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.himar.servers.PostgresServer;
import io.himar.service.settings.DatabaseLimits;
import io.himar.service.settings.DatabaseSettings;
import io.himar.service.settings.Secret;
import io.himar.storage.sql.Sql;
import io.himar.storage.sql.StorageException;
import io.himar.storage.sql.Transactions;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nothing that one service does, or stops doing, keeps the others waiting for ever. */
class DatabaseLimitsIT {
    private static final String LOCK = "select pg_advisory_xact_lock(7)";
    private static final String SLEEP = "select pg_sleep(600)";

    @TempDir
    private static Path directory;

    private static PostgresServer server;

    @BeforeAll
    static void start() {
        server = PostgresServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void whoever_stops_within_a_transaction_is_ended_and_others_go_on() throws Exception {
        DatabaseSettings settings = settings(limits(20, 20, 1));
        CountDownLatch holds = new CountDownLatch(1);
        CountDownLatch othersWentOn = new CountDownLatch(1);
        try (HikariDataSource pool = ConnectionPools.limited(settings, "test")) {
            Transactions transactions = new Transactions(pool);
            CompletableFuture<?> stopped = CompletableFuture.runAsync(() -> transactions.run("stop", sql -> {
                run(sql, LOCK);
                holds.countDown();
                await(othersWentOn);
                return run(sql, "select 1");
            }));
            assertThat(holds.await(30, TimeUnit.SECONDS)).isTrue();

            assertThat(transactions.<Boolean>run("go on", sql -> run(sql, LOCK)))
                    .isTrue();
            othersWentOn.countDown();
            assertThatThrownBy(stopped::join).cause().isInstanceOfSatisfying(StorageException.class, this::isRetryable);
            assertThat(transactions.<Boolean>run("go on", sql -> run(sql, LOCK)))
                    .isTrue();
        }
    }

    @Test
    void a_statement_that_runs_too_long_is_refused_and_may_be_tried_again() {
        try (HikariDataSource pool = ConnectionPools.limited(settings(limits(1, 1, 10)), "test")) {
            Transactions transactions = new Transactions(pool);
            assertThatThrownBy(() -> transactions.run("sleep", sql -> run(sql, SLEEP)))
                    .isInstanceOfSatisfying(StorageException.class, this::isRetryable)
                    .hasMessageContaining("statement timeout");
            assertThat(transactions.<Boolean>run("go on", sql -> run(sql, "select 1")))
                    .isTrue();
        }
    }

    @Test
    void a_lock_is_not_waited_for_without_end() throws Exception {
        CountDownLatch holds = new CountDownLatch(1);
        CountDownLatch refused = new CountDownLatch(1);
        try (HikariDataSource pool = ConnectionPools.limited(settings(limits(20, 1, 60)), "test")) {
            Transactions transactions = new Transactions(pool);
            CompletableFuture<?> holder = CompletableFuture.runAsync(() -> transactions.run("hold", sql -> {
                run(sql, LOCK);
                holds.countDown();
                return await(refused);
            }));
            assertThat(holds.await(30, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> transactions.run("lock", sql -> run(sql, LOCK)))
                    .isInstanceOfSatisfying(StorageException.class, this::isRetryable)
                    .hasMessageContaining("lock timeout");
            refused.countDown();
            holder.join();
        }
    }

    @Test
    void migrations_have_no_limit_and_every_connection_says_whose_it_is() {
        DatabaseSettings settings = settings(limits(1, 1, 1));
        try (HikariDataSource limited = ConnectionPools.limited(settings, "gateway");
                HikariDataSource free = ConnectionPools.forMigrations(settings, "gateway")) {
            assertThat(shown(limited, "statement_timeout")).isEqualTo("1s");
            assertThat(shown(limited, "lock_timeout")).isEqualTo("1s");
            assertThat(shown(limited, "idle_in_transaction_session_timeout")).isEqualTo("1s");
            assertThat(shown(limited, "application_name")).isEqualTo("himar gateway");
            assertThat(shown(free, "statement_timeout")).isEqualTo("0");
            assertThat(shown(free, "idle_in_transaction_session_timeout")).isEqualTo("0");
            assertThat(shown(free, "application_name")).isEqualTo("himar gateway migrations");
        }
    }

    private void isRetryable(StorageException failure) {
        assertThat(failure.retryable()).isTrue();
    }

    private static String shown(HikariDataSource pool, String setting) {
        return new Transactions(pool)
                .run(
                        "show " + setting,
                        sql -> sql.first("show " + setting, row -> row.getString(1))
                                .orElseThrow());
    }

    private static boolean run(Sql sql, String statement) throws SQLException {
        return !sql.list(statement, row -> true).isEmpty();
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DatabaseLimits limits(int statement, int lock, int idle) {
        return new DatabaseLimits(
                Duration.ofSeconds(statement),
                Duration.ofSeconds(lock),
                Duration.ofSeconds(idle),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5));
    }

    private static DatabaseSettings settings(DatabaseLimits limits) {
        return new DatabaseSettings(
                server.jdbcUrl(),
                server.username(),
                Secret.of(server.password()),
                4,
                Duration.ofSeconds(5),
                limits,
                true);
    }
}
