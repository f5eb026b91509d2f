package io.himar.standalone.script;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;

/**
 * A checkout of nothing but the start scripts, with a Java that says what it is asked to run, and a Maven that writes
 * down that it was called and makes the files that a build makes.
 */
final class Checkout {
    private static final Path REAL = Path.of("..");

    private static final String JAVA = """
            #!/bin/sh
            case $1 in
                -XshowSettings*) echo '    java.specification.version = 17' ;;
                *) echo "ran $*" ;;
            esac
            """;

    private static final String MAVEN = """
            #!/bin/sh
            echo build >>"$CHECKOUT/builds"
            while [ -e "$CHECKOUT/hold" ]; do sleep 0.05; done
            [ ! -e "$CHECKOUT/broken" ] || exit 1
            mkdir -p "$CHECKOUT/standalone/target" "$CHECKOUT/training/target/classes" "$CHECKOUT/training/target/lib"
            touch "$CHECKOUT/standalone/target/himar.jar"
            """;

    private final Path root;

    private Checkout(Path root) {
        this.root = root;
    }

    static Checkout in(Path root) throws IOException {
        Checkout checkout = new Checkout(root);
        for (String script : List.of("himar", "launch.sh", "training/himar-train")) {
            checkout.executable(script, Files.readString(REAL.resolve(script)));
        }
        checkout.executable("jdk/bin/java", JAVA);
        checkout.executable("jdk/bin/javac", JAVA);
        checkout.executable("bin/mvn", MAVEN);
        for (String source : List.of("pom.xml", "standalone/pom.xml", "model/pom.xml", "training/pom.xml")) {
            checkout.change(source, Instant.now().minusSeconds(60));
        }
        checkout.change("model/src/main/Model.java", Instant.now().minusSeconds(60));
        checkout.change("training/src/main/Training.java", Instant.now().minusSeconds(60));
        return checkout;
    }

    Path file(String name) {
        return root.resolve(name);
    }

    /** Starts a script, whose output goes to a file of this name. */
    Process start(String script, String output, String... arguments) throws IOException {
        ProcessBuilder process = new ProcessBuilder();
        process.command().add(file(script).toString());
        process.command().addAll(List.of(arguments));
        process.environment().put("CHECKOUT", root.toString());
        process.environment().put("JAVA_HOME", file("jdk").toString());
        process.environment().merge("PATH", file("bin").toString(), (path, ours) -> ours + ":" + path);
        return process.redirectErrorStream(true)
                .redirectOutput(file(output).toFile())
                .start();
    }

    /** Runs a script to its end and returns what it said. */
    String run(String script, String... arguments) throws IOException, InterruptedException {
        start(script, "output", arguments).waitFor();
        return said("output");
    }

    String said(String output) throws IOException {
        return Files.readString(file(output));
    }

    /** How often Maven was called. */
    int builds() throws IOException {
        Path builds = file("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    /** Edits a file, now or at another time. */
    void change(String name, Instant when) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), "changed");
        Files.setLastModifiedTime(file(name), FileTime.from(when));
    }

    void create(String name) throws IOException {
        Files.createFile(file(name));
    }

    void delete(String name) throws IOException {
        Files.delete(file(name));
    }

    private void executable(String name, String content) throws IOException {
        Files.createDirectories(file(name).getParent());
        Files.writeString(file(name), content);
        Files.setPosixFilePermissions(file(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
