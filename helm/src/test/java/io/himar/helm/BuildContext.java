package io.himar.helm;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.stream.IntStream;

/** What .dockerignore lets through to the builder: the last pattern that fits a path, or a folder above it, decides. */
record BuildContext(List<String> patterns) {

    static BuildContext read() {
        return new BuildContext(Project.read(".dockerignore")
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList());
    }

    boolean holds(String path) {
        boolean held = true;
        for (String pattern : patterns) {
            boolean exception = pattern.startsWith("!");
            if (fits(exception ? pattern.substring(1) : pattern, Path.of(path))) {
                held = exception;
            }
        }
        return held;
    }

    private static boolean fits(String pattern, Path path) {
        List<PathMatcher> matchers = List.of(matcher(pattern), matcher(pattern.replaceFirst("^\\*\\*/", "")));
        return IntStream.rangeClosed(1, path.getNameCount())
                .mapToObj(end -> path.subpath(0, end))
                .anyMatch(part -> matchers.stream().anyMatch(matcher -> matcher.matches(part)));
    }

    private static PathMatcher matcher(String pattern) {
        return FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    }
}
