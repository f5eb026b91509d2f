package io.himar.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names under which the services' meters appear in Prometheus, read from where they are made. */
final class PublishedMetrics {
    /** Modules whose code runs in a service. */
    private static final List<String> MODULES = List.of("service", "gateway", "scheduler", "worker");

    private static final Pattern METER = Pattern.compile("\"(himar(?:\\.[a-z]+)+)\"");
    private static final Pattern KIND = Pattern.compile("(?i)(gauge|counter|timer|images|seconds)(?:\\.builder)?\\(");
    private static final Pattern UNIT = Pattern.compile("\\.baseUnit\\(\"([a-z]+)\"\\)");

    private PublishedMetrics() {}

    /** Names with the endings that a meter of its kind has. */
    static Set<String> ofServices() {
        return MODULES.stream()
                .flatMap(PublishedMetrics::sources)
                .filter(source -> source.contains("io.micrometer.core"))
                .flatMap(PublishedMetrics::series)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> sources(String module) {
        try (Stream<Path> files = Files.walk(Project.ROOT.resolve(module).resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).map(Project::read).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> series(String source) {
        return METER.matcher(source).results().flatMap(meter -> series(source, meter));
    }

    private static Stream<String> series(String source, MatchResult meter) {
        String statement = source.substring(0, meter.start()).replaceFirst("(?s).*[;{}]", "");
        String rest = source.substring(meter.end()).replaceFirst("(?s);.*", "");
        String name = meter.group(1).replace('.', '_');
        Matcher kind = KIND.matcher(statement);
        if (!kind.find()) {
            return Stream.empty();
        }
        return switch (kind.group(1).toLowerCase(Locale.ROOT)) {
            case "counter" -> Stream.of(name + "_total");
            case "timer" -> timer(name, statement);
            default -> Stream.of(name + unit(rest));
        };
    }

    /** Only timers that are made with a histogram have buckets; the registry's short form makes none. */
    private static Stream<String> timer(String name, String statement) {
        List<String> endings = statement.contains("registry.timer")
                ? List.of("count", "sum", "max")
                : List.of("count", "sum", "max", "bucket");
        return endings.stream().map(ending -> name + "_seconds_" + ending);
    }

    private static String unit(String rest) {
        Matcher unit = UNIT.matcher(rest);
        return unit.find() ? "_" + unit.group(1) : "";
    }
}
