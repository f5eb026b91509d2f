package io.himar.gateway.event;

import io.himar.service.settings.Expect;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How event streams behave.
 *
 * @param heartbeat time between comments that keep proxies from closing a quiet stream
 * @param poll time between looks at the database for changes whose notification was lost
 * @param progress time between two events of the progress of one image, at least
 * @param queue time between two looks at who waits for how many others
 * @param patience a client that has something to read and reads nothing for so long is cut off, and may resume
 * @param maxStreams most streams at a time; a further one is asked to try again
 * @param maxBacklog most bytes that may wait for one client, which is then cut off and may resume
 * @param maxBacklogs most bytes that may wait for all clients together; those who are behind are then cut off
 */
@ConfigurationProperties("himar.events")
public record EventSettings(
        @DefaultValue("15s") Duration heartbeat,
        @DefaultValue("5s") Duration poll,
        @DefaultValue("250ms") Duration progress,
        @DefaultValue("2s") Duration queue,
        @DefaultValue("30s") Duration patience,
        @DefaultValue("2000") int maxStreams,
        @DefaultValue("512KB") DataSize maxBacklog,
        @DefaultValue("32MB") DataSize maxBacklogs) {
    public EventSettings {
        Expect.positive("himar.events.heartbeat", heartbeat);
        Expect.positive("himar.events.poll", poll);
        Expect.positive("himar.events.progress", progress);
        Expect.positive("himar.events.queue", queue);
        Expect.positive("himar.events.patience", patience);
        Expect.atLeast("himar.events.max-streams", maxStreams, 1);
        Expect.atLeast("himar.events.max-backlog", maxBacklog.toBytes(), 1);
        Expect.atLeast("himar.events.max-backlogs", maxBacklogs.toBytes(), maxBacklog.toBytes());
    }
}
