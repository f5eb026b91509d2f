package io.himar.standalone.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.model.RandomModel;
import io.himar.standalone.Suite;
import io.himar.standalone.SuiteIT;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands as programs beside one running suite. The last test kills it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CommandsIT {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int WANTED = 24;
    private static final Pattern SO_FAR = Pattern.compile("(\\d+) of " + WANTED + " images are in ");

    @TempDir
    private static Path directory;

    private static Path data;
    private static Path weights;
    private static HimarProcess suite;

    @BeforeAll
    static void startTheSuite() throws Exception {
        data = directory.resolve("data");
        try (var in = Objects.requireNonNull(SuiteIT.class.getResourceAsStream("tiny-model.json"))) {
            weights = RandomModel.write(new String(in.readAllBytes(), UTF_8), directory.resolve("tiny"));
        }
        int port = freePort();
        suite = start(
                "up",
                "up",
                "--data=" + data,
                "--weights=" + weights,
                "--port=" + port,
                "--keys",
                // As for callers from elsewhere: pictures come through the gateway.
                "--public-url=http://localhost:" + port);
        await().atMost(PATIENCE).until(() -> suite.out().contains("Ctrl-C stops the suite") || !suite.isAlive());
        assertThat(suite.isAlive()).as(suite.err()).isTrue();
    }

    @AfterAll
    static void stopWhatIsLeft() throws Exception {
        suite.interrupt();
        Path postgres = data.resolve("postgres/cluster/postmaster.pid");
        if (Files.exists(postgres)) { // left behind by the suite that was killed
            String process = Files.readAllLines(postgres).get(0).strip();
            new ProcessBuilder("kill", "-QUIT", process).start().waitFor();
        }
    }

    @Test
    @Order(1)
    void what_is_interrupted_is_named_keeps_its_pictures_and_can_be_resumed() throws Exception {
        Path out = directory.resolve("interrupted");
        HimarProcess generate = generate("interrupted", out);
        await().atMost(PATIENCE).until(() -> !pictures(out).isEmpty());

        assertThat(generate.interrupt()).isIn(130, 143);
        String id = generationOf(generate);
        assertThat(generate.err())
                .contains("Stopped watching; ")
                .contains(" of " + WANTED + " images are in " + out.toRealPath())
                .contains("./himar generate --resume " + id + " --data " + data + " --out " + out)
                .contains("./himar cancel " + id);
        List<Path> saved = pictures(out);
        assertThat(soFar(generate)).isBetween(1, saved.size()).isLessThan(WANTED);

        HimarProcess resume =
                start("resumed", "generate", "--resume", id, "--data", data.toString(), "--out", out.toString());
        assertThat(resume.end()).as(resume.err()).isZero();
        assertThat(resume.out()).contains(WANTED + " of " + WANTED + " images in ");
        assertThat(resume.out())
                .contains(
                        "http://localhost:" + Suite.running(data).orElseThrow().getPort() + "/himar/results/");
        assertThat(pictures(out)).hasSize(WANTED).containsAll(saved);
    }

    @Test
    @Order(2)
    void dead_letters_are_looked_for_in_the_suite_that_runs() throws Exception {
        HimarProcess list = start("dlq", "dlq", "list", "--data", data.toString());
        assertThat(list.end()).as(list.err()).isZero();
        assertThat(list.out().strip()).isEqualTo("No dead letters.");
    }

    @Test
    @Order(2)
    void keys_are_made_shown_and_taken_back_with_the_key_that_the_owner_of_the_data_can_read() throws Exception {
        String url = Suite.running(data).orElseThrow().toString();
        HimarProcess nobody = start("nobody", "models", "--url", url);
        assertThat(nobody.end()).isEqualTo(1);
        assertThat(nobody.err())
                .startsWith("himar: This needs an API key")
                .contains("--key")
                .doesNotContain("\tat ");

        HimarProcess create = start(
                "create", "keys", "create", "studio", "--tenant=acme", "--scopes=read", "--data", data.toString());
        assertThat(create.end()).as(create.err()).isZero();
        String key = create.out().strip();
        HimarProcess models = start("with-key", "models", "--url", url, "--key", key);
        assertThat(models.end()).as(models.err()).isZero();

        HimarProcess list = start("list", "keys", "list", "--data", data.toString(), "--json");
        assertThat(list.end()).as(list.err()).isZero();
        JsonNode made = JsonMapper.shared().readTree(list.out()).path(0);
        assertThat(made.path("tenant").stringValue()).isEqualTo("acme");
        assertThat(key).startsWith(made.path("prefix").stringValue());
        HimarProcess revoke =
                start("revoke", "keys", "revoke", made.path("id").stringValue(), "--data", data.toString());
        assertThat(revoke.end()).as(revoke.err()).isZero();
    }

    @Test
    @Order(2)
    void tenants_are_made_limited_and_disabled() throws Exception {
        String at = "--data=" + data;
        HimarProcess create = start("make", "tenants", "create", "studio", "--most-pivots=3", at);
        assertThat(create.end()).as(create.err()).isZero();
        HimarProcess again = start("again", "tenants", "create", "studio", at);
        assertThat(again.end()).isEqualTo(1);
        assertThat(again.err()).contains("./himar tenants set studio --data " + data);

        HimarProcess set = start("set", "tenants", "set", "studio", "--weight=2.5", "--most-unfinished=8", at);
        assertThat(set.end()).as(set.err()).isZero();
        HimarProcess disable = start("disable", "tenants", "disable", "studio", at, "--json");
        assertThat(disable.end()).as(disable.err()).isZero();
        JsonNode disabled = JsonMapper.shared().readTree(disable.out());
        assertThat(disabled.path("disabled").booleanValue()).isTrue();
        assertThat(disabled.path("weight").doubleValue()).isEqualTo(2.5);
        assertThat(disabled.path("most_pivots").intValue()).isEqualTo(3);

        HimarProcess unlimited = start("unlimit", "tenants", "set", "studio", "--most-pivots=none", at);
        assertThat(unlimited.end()).as(unlimited.err()).isZero();
        HimarProcess list = start("tenants", "tenants", "list", at);
        assertThat(list.end()).as(list.err()).isZero();
        assertThat(list.out()).contains("studio").contains("disabled");
        assertThat(list.out().lines().filter(line -> line.startsWith("studio")))
                .singleElement()
                .asString()
                .containsPattern("disabled +2.5 +- +8 +- +- +- +-");
        HimarProcess usage = start("usage", "usage", "--tenant=studio", at);
        assertThat(usage.end()).as(usage.err()).isZero();
        assertThat(usage.out()).contains("Nothing was used").containsPattern("most_unfinished +0 +8");
    }

    @Test
    @Order(2)
    void demo_refuses_options_that_a_running_suite_passes_over_and_a_port_that_it_holds() throws Exception {
        URI address = Suite.running(data).orElseThrow();
        HimarProcess options = start(
                "options",
                "demo",
                "--data",
                data.toString(),
                "--weights",
                weights.toString(),
                "--out",
                directory.resolve("demo").toString());
        assertThat(options.end()).isEqualTo(1);
        assertThat(options.err().lines())
                .singleElement()
                .asString()
                .startsWith("himar: A suite runs at " + address + " already, for which --weights cannot be chosen");

        Path other = directory.resolve("other");
        HimarProcess port = start(
                "port",
                "demo",
                "--data",
                other.toString(),
                "--weights",
                weights.toString(),
                "--port",
                Integer.toString(address.getPort()),
                "--out",
                directory.resolve("demo").toString());
        assertThat(port.end()).isEqualTo(1);
        assertThat(port.err().lines())
                .singleElement()
                .asString()
                .startsWith("himar: Port " + address.getPort() + " on 127.0.0.1 is already taken");
        assertThat(other).doesNotExist();
    }

    @Test
    @Order(3)
    void a_suite_that_dies_in_mid_run_is_said_in_one_sentence_with_the_way_to_go_on() throws Exception {
        Path out = directory.resolve("bereft");
        HimarProcess generate = generate("bereft", out);
        await().atMost(PATIENCE).until(() -> !pictures(out).isEmpty());

        suite.kill();

        assertThat(generate.end()).isEqualTo(1);
        assertThat(generate.err().lines().filter(line -> line.startsWith("himar: ")))
                .singleElement()
                .asString()
                .startsWith("himar: The suite at http://127.0.0.1:")
                .contains("no longer answers; ")
                .endsWith("go on with ./himar generate --resume " + generationOf(generate) + " --data " + data
                        + " --out " + out);
        assertThat(generate.err()).doesNotContain("Exception", "\tat ");
        assertThat(soFar(generate)).isEqualTo(pictures(out).size());
    }

    private static HimarProcess generate(String name, Path out) throws IOException {
        // Long enough to be interrupted between the first picture and the last.
        return start(
                name,
                "generate",
                "--data=" + data,
                "--class=7",
                "--count=" + WANTED,
                "--refine-steps=8",
                "--refine-denoising-steps=300",
                "--out=" + out);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static HimarProcess start(String name, String... arguments) throws IOException {
        return HimarProcess.start(directory, name, arguments);
    }

    private static String generationOf(HimarProcess generate) throws IOException {
        Matcher id = Pattern.compile("Generation (\\S+): " + WANTED + " images").matcher(generate.err());
        assertThat(id.find()).as(generate.err()).isTrue();
        return id.group(1);
    }

    private static int soFar(HimarProcess generate) throws IOException {
        Matcher count = SO_FAR.matcher(generate.err());
        assertThat(count.find()).as(generate.err()).isTrue();
        return Integer.parseInt(count.group(1));
    }

    private static List<Path> pictures(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".png"))
                    .filter(file -> file.getFileName().toString().contains("seed"))
                    .toList();
        }
    }
}
