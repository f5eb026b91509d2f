package io.himar.standalone.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The command line as a program of its own, which can be interrupted and killed. */
final class HimarProcess {
    private static final int SECONDS_BEFORE_TERM = 5;

    private final Process process;
    private final Path out;
    private final Path err;

    private HimarProcess(Process process, Path out, Path err) {
        this.process = process;
        this.out = out;
        this.err = err;
    }

    /** @param directory where its output goes, as {@code NAME.out} and {@code NAME.err} */
    static HimarProcess start(Path directory, String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "@" + classPath(directory),
                Himar.class.getName()));
        command.addAll(List.of(arguments));
        Path out = directory.resolve(name + ".out");
        Path err = directory.resolve(name + ".err");
        ProcessBuilder program =
                new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
        program.environment().remove("HIMAR_TERMINAL");
        return new HimarProcess(program.start(), out, err);
    }

    /** A file of arguments: ONNX Runtime ends a program whose command line is as long as this class path. */
    private static Path classPath(Path directory) throws IOException {
        return Files.writeString(
                directory.resolve("class-path"),
                // Its own log, as it ships: the tests of other modules bring a louder one along.
                "-Dlogback.configurationFile=logback.xml -cp \"" + System.getProperty("java.class.path") + "\"");
    }

    /** What it has written to standard output until now. */
    String out() throws IOException {
        return Files.readString(out);
    }

    /** What it has written to standard error until now. */
    String err() throws IOException {
        return Files.readString(err);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits for its end and returns the exit status. */
    int end() throws InterruptedException {
        return process.waitFor();
    }

    /**
     * Presses Ctrl-C and returns the exit status. Where whoever runs the tests has that ignored, as shells do for what
     * they run in the background, it is asked to end by the other signal.
     */
    int interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
        if (!process.waitFor(SECONDS_BEFORE_TERM, TimeUnit.SECONDS)) {
            process.destroy();
        }
        return process.waitFor();
    }

    /** Kills it, as a crash would, and returns once it has gone. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }
}
