package io.himar.gateway.event;

import io.himar.gateway.problem.Problems;
import io.himar.storage.jobs.JournalEntry;
import io.himar.storage.jobs.Seen;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where a client resumes the stream of many generations. Entries are told in rounds, each with all that one look at the
 * journal has found, in the order of their ids; so a place in the stream is a place in a round.
 *
 * @param before what of the journal was told before the round
 * @param until what will have been told after it; empty where no round was begun
 * @param id of the last entry of the round that was told
 * @param done whether the end of its generation was told, too, where it ended one
 */
record JournalPosition(Seen before, Optional<Seen> until, long id, boolean done) {
    private static final int LONGEST = 4000;
    private static final String DONE = "-done";

    /** Behind everything that somebody has seen. */
    static JournalPosition behind(Seen seen) {
        return new JournalPosition(seen, Optional.empty(), 0, true);
    }

    /**
     * Reads an id of an event.
     *
     * @param lastEventId value of the header, or null for the beginning
     */
    static Optional<JournalPosition> parse(String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = lastEventId.length() > LONGEST ? new String[0] : lastEventId.split("/", -1);
        Optional<JournalPosition> position = switch (parts.length) {
            case 1 -> Seen.parse(parts[0]).map(JournalPosition::behind);
            case 3 -> within(parts);
            default -> Optional.empty();
        };
        if (position.isEmpty()) {
            throw Problems.invalid(
                    StreamPosition.HEADER,
                    "'" + lastEventId.substring(0, Math.min(100, lastEventId.length()))
                            + "' (expected: the id of an event of this stream)");
        }
        return position;
    }

    private static Optional<JournalPosition> within(String[] parts) {
        boolean done = parts[2].endsWith(DONE);
        String id = done ? parts[2].substring(0, parts[2].length() - DONE.length()) : parts[2];
        Optional<Seen> before = Seen.parse(parts[0]);
        Optional<Seen> until = Seen.parse(parts[1]);
        return before.isEmpty() || until.isEmpty() || !id.matches("\\d{1,18}")
                ? Optional.empty()
                : Optional.of(new JournalPosition(before.get(), until, Long.parseLong(id), done));
    }

    /** Whether it can be a place in what there is by now. */
    boolean isWithin(Seen now) {
        return until.orElse(before).to() <= now.to()
                && before.to() <= until.orElse(before).to();
    }

    /** Id of the entry with which to go on: the last that was told, for its generation's end, or any. */
    OptionalLong from() {
        return until.isEmpty() ? OptionalLong.empty() : OptionalLong.of(id);
    }

    JournalPosition at(long entry, Seen roundUntil, boolean end) {
        return new JournalPosition(before, Optional.of(roundUntil), entry, end);
    }

    /** Whether the client knows an entry, apart from the end of its generation. */
    boolean includes(JournalEntry entry, Seen roundUntil) {
        return before.includes(entry.transaction())
                || !roundUntil.includes(entry.transaction())
                || (until.isPresent() && entry.change().id() <= id);
    }

    /** As clients send it back. */
    String text() {
        return before.text()
                + until.map(seen -> "/" + seen.text() + "/" + id + (done ? DONE : ""))
                        .orElse("");
    }
}
