package io.himar.standalone.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HimarTest {
    @TempDir
    Path directory;

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    @Test
    void without_a_command_it_says_what_it_can_do() {
        assertThat(Himar.run()).isZero();
        assertThat(out.toString(UTF_8)).contains("up", "demo", "generate", "import", "export", "verify");
    }

    @Test
    void an_unknown_option_is_named_and_ends_with_2() {
        assertThat(Himar.run("up", "--colour")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("--colour").contains("himar up --help");
    }

    @Test
    void a_taken_port_is_one_sentence_and_ends_with_1() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(Himar.run("up", "--port", port, "--data", directory.toString()))
                    .isEqualTo(1);
            assertThat(err.toString(UTF_8).lines())
                    .singleElement()
                    .asString()
                    .startsWith("himar: Port " + port + " on 127.0.0.1 is already taken");
        }
    }

    @Test
    void a_folder_without_a_model_is_one_sentence() {
        assertThat(Himar.run(
                        "export", directory.toString(), directory.resolve("to").toString()))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .contains(directory.toString())
                .contains("config.json is missing")
                .contains("himar import");
    }

    @Test
    void a_precision_that_there_is_not_is_refused_and_the_others_named() {
        assertThat(Himar.run("export", "--precision", "fp8")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("fp8", "(expected: fp32, fp16, bf16 or int8)");
    }

    @Test
    void a_checkpoint_that_cannot_be_imported_is_one_sentence() throws Exception {
        Path checkpoint = Files.writeString(directory.resolve("checkpoint.pth"), "no weights at all");
        Path folder = directory.resolve("model");

        assertThat(Himar.run("import", checkpoint.toString(), checkpoint.toString(), folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("himar: Nothing was imported: " + checkpoint + ": neither a file of torch.save");
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_configuration_that_is_neither_published_nor_a_file_is_one_sentence() {
        assertThat(Himar.run("import", "a.pth", "b.ckpt", "folder", "--config", "himar-tiny"))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .contains("there is no model configuration himar-tiny");
    }

    @Test
    void a_suite_that_does_not_run_is_one_sentence() throws Exception {
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        String out = Files.createDirectory(directory.resolve("out")).toString();

        assertThat(Himar.run("generate", "--class", "7", "--url", "http://127.0.0.1:" + unused, "--out", out))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .contains("Nothing answers")
                .contains("./himar up");
    }
}
