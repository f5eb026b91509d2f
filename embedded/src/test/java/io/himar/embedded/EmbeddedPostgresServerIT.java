package io.himar.embedded;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresServerIT {
    @TempDir
    private static Path made;

    @TempDir
    private Path directory;

    @BeforeAll
    static void makeCluster() {
        EmbeddedPostgresServer.startFleeting(made).close();
    }

    @Test
    void rows_survive_a_restart() throws SQLException {
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
            execute(server, "create table letter (name text)");
            execute(server, "insert into letter values ('a')");
        }
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
            assertThat(query(server, "select name from letter")).isEqualTo("a");
        }
    }

    @Test
    void a_taken_port_and_a_taken_directory_are_named() {
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory.resolve("one"))) {
            assertThatThrownBy(() -> EmbeddedPostgresServer.start(directory.resolve("two"), server.port()))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("Port " + server.port())
                    .hasMessageContaining("already taken");
            assertThatThrownBy(() -> EmbeddedPostgresServer.start(directory.resolve("one")))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("in use by another running server");
        }
    }

    @Test
    void a_server_left_behind_by_a_killed_process_is_replaced() throws Exception {
        copyCluster();
        Process killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LeftBehind.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (var out = new BufferedReader(new InputStreamReader(killed.getInputStream(), UTF_8))) {
            assertThat(out.readLine()).isEqualTo("up");
        }
        killed.destroyForcibly().waitFor();

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
            assertThat(query(server, "select name from letter")).isEqualTo("left behind");
        }
        assertThat(directory.resolve("cluster/postmaster.pid")).doesNotExist();
    }

    @Test
    void a_server_that_is_killed_is_started_again_on_its_port_and_keeps_its_rows() throws Exception {
        copyCluster();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory, 0, Notices.to(heard))) {
            execute(server, "create table letter (name text)");
            execute(server, "insert into letter values ('a')");
            kill(directory.resolve("cluster"));

            assertThat(heard.poll(2, TimeUnit.MINUTES)).startsWith("mended: Postgres had ended unexpectedly");
            assertThat(query(server, "select name from letter")).isEqualTo("a");
        }
        assertThat(heard).isEmpty();
    }

    @Test
    void a_server_that_cannot_be_started_again_is_given_up_with_the_reason() throws Exception {
        copyCluster();
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        PostgresManner hasty = PostgresManner.LASTING.resting(
                List.of(Duration.ofMillis(250), Duration.ofSeconds(1), Duration.ofSeconds(2)));
        try (EmbeddedPostgresServer server =
                EmbeddedPostgresServer.start(directory, 0, Notices.to(heard), PostgresAccount.candidates(), hasty)) {
            assertThat(query(server, "select 'here'")).isEqualTo("here");
            Files.write(directory.resolve("cluster/global/pg_control"), new byte[0]);
            kill(directory.resolve("cluster"));

            assertThat(heard.poll(5, TimeUnit.MINUTES))
                    .startsWith("gave up: Postgres has ended unexpectedly and could not be started again")
                    .contains("pg_control");
        }
    }

    @Test
    void a_process_that_has_got_the_number_of_a_crashed_server_is_left_alone() throws Exception {
        copyCluster();
        Process stranger = new ProcessBuilder("sleep", "600").start();
        try {
            Files.writeString(directory.resolve("cluster/postmaster.pid"), stranger.pid() + "\n");

            try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
                assertThat(query(server, "select 'here'")).isEqualTo("here");
                assertThat(stranger.isAlive()).isTrue();
            }
        } finally {
            stranger.destroyForcibly();
        }
    }

    @Test
    void a_cluster_that_was_half_made_is_made_anew() throws Exception {
        Files.createDirectories(directory.resolve("cluster.unfinished/base"));
        Files.createDirectories(directory.resolve("cluster/base"));

        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
            assertThat(query(server, "select 'here'")).isEqualTo("here");
        }
    }

    @Test
    void a_lost_password_is_named() throws Exception {
        copyCluster();
        Files.writeString(directory.resolve("password"), "");

        assertThatThrownBy(() -> EmbeddedPostgresServer.start(directory))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining(directory.resolve("password").toString())
                .hasMessageContaining("missing or empty");
    }

    @Test
    void a_wrong_password_is_refused() throws IOException {
        copyCluster();
        try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(directory)) {
            assertThatThrownBy(() -> DriverManager.getConnection(server.jdbcUrl(), server.username(), "guess"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void root_can_run_it_as_nobody_where_user_namespaces_are_forbidden() throws Exception {
        assumeTrue(PostgresAccount.isRoot(), "only root has to be somebody else");
        for (PostgresAccount account :
                List.of(PostgresAccount.asNobodyReachingAll(), PostgresAccount.inUserNamespace())) {
            try (EmbeddedPostgresServer server = EmbeddedPostgresServer.start(
                    directory, 0, ServerNotices.IGNORED, List.of(account), PostgresManner.LASTING)) {
                assertThat(query(server, "select 'here'")).isEqualTo("here");
            }
        }
    }

    @Test
    void root_is_told_when_there_is_no_way_to_be_somebody_else() {
        PostgresAccount broken = new PostgresAccount("a broken way", List.of("no-such-command"), -1);

        assertThatThrownBy(() -> EmbeddedPostgresServer.start(
                        directory, 0, ServerNotices.IGNORED, List.of(broken), PostgresManner.LASTING))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("refuses to run as root")
                .hasMessageContaining("a broken way")
                .hasMessageContaining("ordinary user");
    }

    /** Starts a server and waits to be killed. */
    static final class LeftBehind {
        private LeftBehind() {}

        public static void main(String[] arguments) throws Exception {
            EmbeddedPostgresServer server = EmbeddedPostgresServer.start(Path.of(arguments[0]));
            execute(server, "create table letter (name text)");
            execute(server, "insert into letter values ('left behind')");
            System.out.println("up");
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /** For tests in which it does not matter how the cluster came to be: copying is faster than making. */
    private void copyCluster() throws IOException {
        FolderCopy.of(made.resolve("cluster"), directory.resolve("cluster"));
        Files.copy(made.resolve("password"), directory.resolve("password"));
    }

    private static void kill(Path cluster) throws Exception {
        long server = PostgresProcess.of(cluster).orElseThrow().number();
        assertThat(Command.run(List.of(), "sh", "-c", "kill -KILL " + server).succeeded())
                .isTrue();
    }

    private static void execute(EmbeddedPostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String query(EmbeddedPostgresServer server, String sql) throws SQLException {
        try (Connection connection = connect(server);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgresServer server) throws SQLException {
        return DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
    }
}
