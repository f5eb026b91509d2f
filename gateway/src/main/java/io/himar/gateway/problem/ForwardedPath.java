package io.himar.gateway.problem;

import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The path below which proxies offer the gateway, as they say it. Several in a row separate their paths by commas. */
public final class ForwardedPath {
    public static final String HEADER = "X-Forwarded-Prefix";

    // Segments of letters, digits and marks that mean nothing in an address; the last mark is no dot, which would
    // climb.
    private static final Pattern PATH = Pattern.compile("(/[\\w.~%+@-]*[\\w~+@-])*/?");
    private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9a-fA-F]{2})");
    private static final Pattern LAST_SLASH = Pattern.compile("/$");

    private ForwardedPath() {}

    /** Whether a link can begin with it. */
    public static boolean isUsable(String paths) {
        return Arrays.stream(paths.split(","))
                .map(String::strip)
                .allMatch(path -> PATH.matcher(path).matches()
                        && !BROKEN_ESCAPE.matcher(path).find());
    }

    /** The path; empty if there is none, or none that is usable. */
    static String of(String paths) {
        return paths == null || !isUsable(paths)
                ? ""
                : Arrays.stream(paths.split(","))
                        .map(String::strip)
                        .map(path -> LAST_SLASH.matcher(path).replaceFirst(""))
                        .collect(Collectors.joining());
    }
}
