package io.himar.gateway.event;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How event streams behave.
 *
 * @param heartbeat time between comments that keep proxies from closing a quiet stream
 * @param poll time between looks at the database for changes whose notification was lost
 * @param maxStreams most streams at a time; a further one is asked to try again
 * @param maxPending most events that may wait for a slow client, which is then cut off and may resume
 * @param writers most threads that write to clients
 */
@ConfigurationProperties("himar.events")
public record EventSettings(
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("5s") Duration poll,
        @DefaultValue("2000") int maxStreams,
        @DefaultValue("10000") int maxPending,
        @DefaultValue("32") int writers) {
    public EventSettings {
        check("heartbeat", positive(heartbeat), heartbeat, "> 0");
        check("poll", positive(poll), poll, "> 0");
        check("max-streams", maxStreams >= 1, maxStreams, ">= 1");
        check("max-pending", maxPending >= 1, maxPending, ">= 1");
        check("writers", writers >= 1, writers, ">= 1");
    }

    private static boolean positive(Duration duration) {
        return duration.compareTo(Duration.ZERO) > 0;
    }

    private static void check(String name, boolean right, Object value, String expected) {
        if (!right) {
            throw new IllegalArgumentException("himar.events." + name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
