package io.himar.storage.jobs;

import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which transactions a reader of the journal has seen: all that were committed when it looked. What it sees later is
 * exactly what is not among these, in whatever order transactions draw their ids and commit.
 *
 * @param from all transactions before this one were over
 * @param to this one and all later ones had not begun
 * @param running those between that were not over
 * @see <a href="https://www.postgresql.org/docs/current/functions-info.html">pg_snapshot</a>
 */
public record Seen(long from, long to, SortedSet<Long> running) {
    private static final Pattern TEXT = Pattern.compile("\\d{1,18}:\\d{1,18}:(\\d{1,18}(,\\d{1,18})*)?");

    public Seen {
        running = Collections.unmodifiableSortedSet(new TreeSet<>(running));
    }

    /** Reads what {@link #text} or Postgres wrote; empty if it is something else. */
    public static Optional<Seen> parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            return Optional.empty();
        }
        String[] parts = text.split(":", -1);
        TreeSet<Long> running = Arrays.stream(parts[2].split(","))
                .filter(each -> !each.isEmpty())
                .map(Long::valueOf)
                .collect(Collectors.toCollection(TreeSet::new));
        return Optional.of(new Seen(Long.parseLong(parts[0]), Long.parseLong(parts[1]), running));
    }

    /** What both have seen. */
    public static Seen common(Seen one, Seen other) {
        if (one.equals(other)) {
            return one;
        }
        long to = Math.min(one.to, other.to);
        TreeSet<Long> running = new TreeSet<>(one.running);
        running.addAll(other.running);
        running.removeIf(each -> each >= to);
        return new Seen(Math.min(Math.min(one.from, other.from), to), to, running);
    }

    public boolean includes(long transaction) {
        return transaction < to && !running.contains(transaction);
    }

    /** The form in which Postgres writes it. */
    public String text() {
        return from + ":" + to + ":" + running.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
