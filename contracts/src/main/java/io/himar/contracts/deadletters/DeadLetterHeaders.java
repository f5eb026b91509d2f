package io.himar.contracts.deadletters;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** The headers of dead letters. Their values are UTF-8 text. */
public final class DeadLetterHeaders {
    /** Why the record could not be used. */
    public static final String REASON = "himar-reason";
    /** Where it came from: {@code topic-partition@offset}, or the topic alone. */
    public static final String ORIGIN = "himar-origin";
    /** How many bytes it had, where only the first are kept. */
    public static final String CUT_FROM = "himar-cut-from";
    /** In a record that was sent again: the dead letter that it was. It stays if the record becomes one again. */
    public static final String REDRIVEN = "himar-redriven";
    /** In a note without value, beside a dead letter in its topic and partition: the offset that was sent again. */
    public static final String NOTE = "himar-redriven-offset";

    private DeadLetterHeaders() {}

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** The last header of this name; empty if there is none. */
    public static Optional<String> text(Headers headers, String name) {
        return Optional.ofNullable(headers.lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }
}
