package io.himar.gateway.event;

import io.himar.service.settings.Expect;
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
        Expect.positive("himar.events.heartbeat", heartbeat);
        Expect.positive("himar.events.poll", poll);
        Expect.atLeast("himar.events.max-streams", maxStreams, 1);
        Expect.atLeast("himar.events.max-pending", maxPending, 1);
        Expect.atLeast("himar.events.writers", writers, 1);
    }
}
