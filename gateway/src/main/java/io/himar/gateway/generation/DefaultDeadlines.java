package io.himar.gateway.generation;

import io.himar.service.settings.Expect;
import io.himar.storage.jobs.DeadlinesAsked;
import io.himar.storage.jobs.Due;
import java.time.Duration;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The deadlines of generations that ask for none. Each is off where it is not set.
 *
 * @param startWithin an image that no worker has begun so long after its admission expires
 * @param finishWithin an image that has not ended so long after its admission expires
 */
@ConfigurationProperties("himar.generations.deadlines")
public record DefaultDeadlines(Duration startWithin, Duration finishWithin) {
    private static final String EXPECTED = "> 0 and at most " + Due.LONGEST.toDays() + "d";

    public DefaultDeadlines {
        require("himar.generations.deadlines.start-within", startWithin);
        require("himar.generations.deadlines.finish-within", finishWithin);
    }

    DeadlinesAsked asked() {
        return new DeadlinesAsked(due(startWithin), due(finishWithin));
    }

    private static Optional<Due> due(Duration time) {
        return Optional.ofNullable(time).map(Due.Within::new);
    }

    private static void require(String setting, Duration time) {
        boolean fine = time == null || (time.compareTo(Duration.ZERO) > 0 && time.compareTo(Due.LONGEST) <= 0);
        Expect.that(fine, setting, time, EXPECTED);
    }
}
