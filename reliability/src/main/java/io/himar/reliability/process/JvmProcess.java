package io.himar.reliability.process;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A main class of this class path in a JVM of its own, which can be killed, paused and started again. */
public final class JvmProcess {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Spec spec;
    private String classPath;
    private Process process;

    public JvmProcess(Spec spec) {
        this.spec = spec;
        this.classPath = spec.classPath();
    }

    /**
     * What to run.
     *
     * @param name of the process, also of its log file
     * @param options of the JVM
     * @param classPath as {@code java -cp} takes it, until another one is set
     * @param log file that its output is appended to
     */
    public record Spec(
            String name, String mainClass, List<String> options, List<String> arguments, String classPath, Path log) {
        public Spec {
            options = List.copyOf(options);
            arguments = List.copyOf(arguments);
        }

        private List<String> command(List<String> more, String classPath) {
            List<String> words = new ArrayList<>();
            words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            words.addAll(options);
            words.addAll(more);
            words.add("-cp");
            words.add(classPath);
            words.add(mainClass);
            words.addAll(arguments);
            return words;
        }
    }

    public String name() {
        return spec.name();
    }

    /** Another class path for all starts from now on. */
    public synchronized void useClassPath(String other) {
        classPath = other;
    }

    /** Starts it; it must not run. */
    public void start() throws IOException {
        start(List.of());
    }

    /** Starts it with more options of the JVM, this time only. */
    public synchronized void start(List<String> options) throws IOException {
        if (alive()) {
            throw new IllegalStateException(name() + " runs already");
        }
        File log = spec.log().toFile();
        process = new ProcessBuilder(spec.command(options, classPath))
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(log))
                .start();
    }

    public synchronized boolean alive() {
        return process != null && process.isAlive();
    }

    public synchronized long pid() {
        return process.pid();
    }

    /** The exit status of a process that has ended. */
    public synchronized int status() {
        return process.exitValue();
    }

    /** SIGKILL; returns once it has gone, with its exit status, 137. */
    public int kill() throws InterruptedException {
        current().destroyForcibly();
        return awaitEnd();
    }

    /**
     * SIGTERM; returns once it has gone, with its exit status, 143. Java's own {@code destroy} would also close the
     * process's input, which {@link ParentWatch} takes for the end of its parent.
     */
    public int terminate() throws IOException, InterruptedException {
        boolean unused = Signal.TERM.send(pid());
        return awaitEnd();
    }

    /** SIGSTOP. */
    public void pause() throws IOException, InterruptedException {
        Signal.STOP.send(pid());
    }

    /** SIGCONT. */
    public void resume() throws IOException, InterruptedException {
        Signal.CONT.send(pid());
    }

    /** Ends it in whatever state it is. */
    public void stopForGood() {
        Process running = current();
        if (running != null) {
            running.destroyForcibly();
        }
    }

    private synchronized Process current() {
        return process;
    }

    private int awaitEnd() throws InterruptedException {
        Process ending = current();
        if (!ending.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
            throw new IllegalStateException(name() + " did not end within " + PATIENCE.toSeconds() + " s");
        }
        return ending.exitValue();
    }
}
