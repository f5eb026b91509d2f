package io.himar.model.onnx.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OnnxRuntimeTest {
    /** A program that begins it, on a thread as small as those of pools. */
    static final class Beginning {
        private Beginning() {}

        public static void main(String[] arguments) throws InterruptedException {
            Thread thread = new Thread(() -> System.out.println("begun: " + OnnxRuntime.environment()));
            thread.start();
            thread.join();
        }
    }

    @Test
    void it_begins_however_long_the_command_line_is() throws Exception {
        String classPath = System.getProperty("java.class.path");
        String folders = IntStream.range(0, 2000)
                .mapToObj(number -> File.separator + "no" + File.separator + "folder-" + number)
                .collect(Collectors.joining(File.pathSeparator));
        ProcessBuilder program = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath + File.pathSeparator + folders,
                        Beginning.class.getName()))
                .redirectErrorStream(true);
        // Otherwise it does not look at the command line.
        program.environment().remove("ORT_DISABLE_TELEMETRY");
        Process process = program.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(output).contains("begun: ");
        assertThat(process.waitFor()).isZero();
    }
}
