package io.himar.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where the files are that have to agree. */
final class Project {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    static final Path CHART = Path.of("himar").toAbsolutePath();
    static final List<String> SERVICES = List.of("gateway", "scheduler", "pivot-worker", "refine-worker");

    private Project() {}

    static String read(String file) {
        return read(ROOT.resolve(file));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The folders that the root pom names. */
    static List<String> modules() {
        return Pattern.compile("<module>([^<]+)</module>")
                .matcher(read("pom.xml"))
                .results()
                .map(MatchResult.class::cast)
                .map(module -> module.group(1))
                .toList();
    }

    /** What can be built from the Dockerfile. */
    static Set<String> imageTargets() {
        return Pattern.compile("(?m)^FROM \\S+ AS ([a-z-]+)$")
                .matcher(read("Dockerfile"))
                .results()
                .map(MatchResult.class::cast)
                .map(stage -> stage.group(1))
                .collect(Collectors.toSet());
    }

    /** The instructions of one stage of the Dockerfile, continued lines joined. */
    static List<String> stage(String name) {
        String text = read("Dockerfile").replaceAll("\\\\\n\\s*", " ");
        int start = text.indexOf(" AS " + name + "\n");
        if (start < 0) {
            throw new AssertionError("Dockerfile: no stage " + name);
        }
        int end = text.indexOf("\nFROM ", start);
        return text.substring(start, end < 0 ? text.length() : end)
                .lines()
                .skip(1)
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .toList();
    }
}
