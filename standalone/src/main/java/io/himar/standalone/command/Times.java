package io.himar.standalone.command;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/** Times as a person reads them: of this machine's zone, to the second. */
final class Times {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss");

    private Times() {}

    static String of(Instant time) {
        return SECONDS.format(time.atZone(ZoneId.systemDefault()));
    }
}
