package io.himar.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.himar.embedded.EmbeddedPostgresServer;
import io.himar.service.settings.DatabaseLimits;
import io.himar.service.settings.DatabaseSettings;
import io.himar.service.settings.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The address says how the server is spoken to, in the words of Postgres: {@code sslmode} and {@code sslrootcert}. */
class PostgresOverTlsIT {
    private static final Duration SOME_TIME = Duration.ofSeconds(20);

    @TempDir
    private static Path directory;

    private static EmbeddedPostgresServer server;
    private static Path authority;
    private static Path other;

    @BeforeAll
    static void start() throws IOException, SQLException {
        HeldCertificate own = certificate();
        authority = Files.writeString(directory.resolve("ca.pem"), own.certificatePem());
        other = Files.writeString(directory.resolve("other.pem"), certificate().certificatePem());
        server = EmbeddedPostgresServer.startFleeting(directory.resolve("postgres"));
        try (HikariDataSource pool = pool("");
                Connection connection = pool.getConnection();
                Statement sql = connection.createStatement()) {
            // The server writes them, as it reads only what belongs to its user.
            sql.execute(written(own.certificatePem(), "server.crt"));
            sql.execute(written(own.privateKeyPkcs8Pem(), "server.key"));
            sql.execute("alter system set ssl = on");
            sql.execute("select pg_reload_conf()");
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void a_server_of_the_named_authority_is_spoken_to_over_tls() throws SQLException {
        try (HikariDataSource pool = pool("?sslmode=verify-full&sslrootcert=" + authority);
                Connection connection = pool.getConnection();
                Statement sql = connection.createStatement();
                ResultSet row = sql.executeQuery("select ssl from pg_stat_ssl where pid = pg_backend_pid()")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getBoolean(1)).isTrue();
        }
    }

    @Test
    void a_server_of_another_authority_is_not_spoken_to() {
        try (HikariDataSource pool = pool("?sslmode=verify-full&sslrootcert=" + other)) {
            assertThatThrownBy(pool::getConnection).hasStackTraceContaining("SSL error");
        }
    }

    private static String written(String pem, String file) {
        return "copy (select unnest(string_to_array('%s', E'\\n'))) to program 'cat > %s && chmod 600 %s'"
                .formatted(pem.strip(), file, file);
    }

    private static HikariDataSource pool(String parameters) {
        return ConnectionPools.forMigrations(
                new DatabaseSettings(
                        server.jdbcUrl() + parameters,
                        server.username(),
                        Secret.of(server.password()),
                        2,
                        Duration.ofSeconds(5),
                        new DatabaseLimits(SOME_TIME, SOME_TIME, SOME_TIME, SOME_TIME.plus(SOME_TIME), SOME_TIME),
                        false),
                "test");
    }

    private static HeldCertificate certificate() {
        return new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
    }
}
