package io.himar.contracts;

import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which version of its model has drawn what is kept of an image between its stages. The object key says it, and so does
 * everything that carries the key: rows, messages and kept pivots. What one version has drawn no other one carries on.
 *
 * @param version the number of the model's export; empty where it is not known, as of what former versions of himar
 *     have kept
 */
public record DrawnBy(String version) {
    private static final Pattern KEY = Pattern.compile(".*-v([0-9]+)(\\.[a-z0-9]+)?");

    public DrawnBy {
        Objects.requireNonNull(version, "version");
    }

    /** What an object key says, which may be empty. */
    public static DrawnBy key(String key) {
        Matcher named = KEY.matcher(key);
        return new DrawnBy(named.matches() ? named.group(1) : "");
    }

    /** What an object key has behind its name, before its ending. */
    public String suffix() {
        return version.isEmpty() ? "" : "-v" + version;
    }

    /** Whether a model of that version may carry on; it may where either is not known. */
    public boolean fits(String served) {
        return version.isEmpty() || served.isEmpty() || version.equals(served);
    }
}
