package io.himar.storage.jobs;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Jobs, newest first.
 *
 * @param next where the following page starts; empty on the last page
 */
public record JobPage(List<Job> jobs, Optional<Cursor> next) {
    public JobPage {
        jobs = List.copyOf(jobs);
        Objects.requireNonNull(next, "next");
    }

    /** A place in the list: behind the job that was created then and has this id. */
    public record Cursor(Instant createdAt, UUID id) {
        /** Later times are none of a database. */
        private static final Instant TOO_LATE = Instant.parse("9999-01-01T00:00:00Z");

        public Cursor {
            Objects.requireNonNull(createdAt, "createdAt");
            Objects.requireNonNull(id, "id");
        }

        /** An opaque form for URLs. */
        public String encoded() {
            byte[] text = (createdAt + " " + id).getBytes(StandardCharsets.US_ASCII);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(text);
        }

        /**
         * Reads what {@link #encoded} wrote.
         *
         * @throws IllegalArgumentException if it is something else
         */
        public static Cursor decode(String encoded) {
            try {
                String text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.US_ASCII);
                int space = text.indexOf(' ');
                if (space > 0) {
                    Instant createdAt = Instant.parse(text.substring(0, space));
                    if (createdAt.isAfter(Instant.EPOCH) && createdAt.isBefore(TOO_LATE)) {
                        return new Cursor(createdAt, UUID.fromString(text.substring(space + 1)));
                    }
                }
            } catch (IllegalArgumentException | DateTimeParseException e) {
                throw invalid(encoded, e);
            }
            throw invalid(encoded, null);
        }

        private static IllegalArgumentException invalid(String encoded, Exception cause) {
            return new IllegalArgumentException(
                    "cursor: " + encoded + " (expected: a cursor from the page before)", cause);
        }
    }
}
