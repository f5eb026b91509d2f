package io.himar.storage.jobs;

/**
 * Where condition tokens lie in Kafka.
 *
 * @param partition of the topic of condition tokens
 */
public record TokensAt(int partition, long offset) {
    public static TokensAt parse(String text) {
        int at = text.indexOf('@');
        return new TokensAt(Integer.parseInt(text.substring(0, at)), Long.parseLong(text.substring(at + 1)));
    }

    /** As {@link #parse} reads it. */
    public String text() {
        return partition + "@" + offset;
    }
}
