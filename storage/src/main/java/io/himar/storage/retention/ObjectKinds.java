package io.himar.storage.retention;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kinds of objects that workers store of images, as {@code kind/job/image/...}. */
final class ObjectKinds {
    static final List<String> ALL = List.of("results", "previews", "pivots", "partials");

    /** What workers store to see whether they can. They delete it at once, unless they die. */
    static final String TRIALS = "trials/";

    private static final String ID = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern KEY = Pattern.compile("[a-z]+/" + ID + "/(" + ID + ")/.+");

    private ObjectKinds() {}

    /** The image that an object belongs to; empty if a worker has not stored it. */
    static Optional<UUID> image(String key) {
        Matcher matcher = KEY.matcher(key);
        return matcher.matches() ? Optional.of(UUID.fromString(matcher.group(1))) : Optional.empty();
    }
}
