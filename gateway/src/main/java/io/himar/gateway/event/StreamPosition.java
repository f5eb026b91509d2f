package io.himar.gateway.event;

import io.himar.gateway.problem.Problems;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a client resumes a stream: behind the event {@code after}. Ids are the event's number, and for the closing
 * event the number with {@code -done}, so that a browser that reconnects after the end can be told to stop.
 */
record StreamPosition(long after, boolean done) {
    static final String HEADER = "Last-Event-ID";

    private static final Pattern ID = Pattern.compile("(\\d{1,18})(-done)?");

    /**
     * Reads an id.
     *
     * @param lastEventId value of the header, or null for the beginning
     */
    static StreamPosition parse(String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return new StreamPosition(0, false);
        }
        Matcher id = ID.matcher(lastEventId);
        if (!id.matches()) {
            throw Problems.invalid(HEADER, "'" + lastEventId + "' (expected: the id of an event of this stream)");
        }
        return new StreamPosition(Long.parseLong(id.group(1)), id.group(2) != null);
    }

    /**
     * Where to begin with a stream. Ids of events that were never sent, and an end that has not come, are no place in
     * it: whoever names one is told everything.
     *
     * @param last id of the last event so far
     * @param ended whether no other will follow
     */
    StreamPosition in(long last, boolean ended) {
        boolean known = after <= last && (!done || (ended && after == last));
        return known ? this : new StreamPosition(0, false);
    }

    static String doneId(long last) {
        return last + "-done";
    }
}
