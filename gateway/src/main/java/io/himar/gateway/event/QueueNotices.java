package io.himar.gateway.event;

import io.himar.gateway.generation.QueueOutlook;
import io.himar.gateway.generation.QueuePlace;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Tells from time to time how far generations are from their beginning. Used by one thread. */
final class QueueNotices {
    /** Of one tenant; who asks for more at once looks at the first of them. */
    private static final int MOST = 100;

    private final EventHub hub;
    private final QueueOutlook queue;
    private final EventMessages messages;
    private Map<UUID, QueuePlace> told = Map.of();

    QueueNotices(EventHub hub, QueueOutlook queue, EventMessages messages) {
        this.hub = hub;
        this.queue = queue;
        this.messages = messages;
    }

    /**
     * Tells of the generations whose place has changed.
     *
     * @throws io.himar.storage.sql.StorageException if the database does not answer
     */
    void tell() {
        List<EventStream> streams = hub.live();
        if (streams.isEmpty()) {
            told = Map.of();
            return;
        }
        Map<UUID, QueuePlace> now = queue.places();
        List<QueuePlace> changed = now.values().stream()
                .filter(place -> !place.isAsGoodAs(told.get(place.job())))
                .toList();
        told = now;
        if (!changed.isEmpty()) {
            Map<List<QueuePlace>, Frame> frames = new HashMap<>();
            for (EventStream stream : streams) {
                List<QueuePlace> those = changed.stream()
                        .filter(place -> stream.tells(place.job(), place.tenant()))
                        .limit(MOST)
                        .collect(Collectors.toList());
                if (!those.isEmpty()) {
                    stream.connection()
                            .sendIfIdle(frames.computeIfAbsent(those, list -> Frame.of(messages.queue(list))));
                }
            }
        }
    }
}
