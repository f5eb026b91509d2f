package io.himar.gateway.event;

import io.himar.contracts.ImageEvent;
import io.himar.storage.jobs.ImageWork;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Passes on the workers' progress to whoever may see it: of each image the latest, a few times a second. It is worth
 * nothing later, and nothing to those who have something to read anyway.
 */
final class ProgressRelay {
    private static final int REMEMBERED = 10_000;

    private final EventHub hub;
    private final ImageWork.Reader reader;
    private final EventMessages messages;
    private final Map<UUID, ImageEvent> latest = new LinkedHashMap<>();
    private final Map<UUID, ImageWork> work = new Remembered<>();
    private final Set<UUID> ended = Collections.newSetFromMap(new Remembered<>());

    ProgressRelay(EventHub hub, ImageWork.Reader reader, EventMessages messages) {
        this.hub = hub;
        this.reader = reader;
        this.messages = messages;
    }

    /** A worker has come further. */
    void hear(ImageEvent event) {
        if (hub.hasLive()) {
            synchronized (latest) {
                latest.put(UUID.fromString(event.getLease().getImageId()), event);
            }
        }
    }

    /**
     * Has been told that an image has ended. What a worker said before may arrive later, as it comes another way, and
     * would show the image as if it were drawn still. Used by the thread that tells.
     */
    void ended(UUID image) {
        ended.add(image);
        work.remove(image);
    }

    /**
     * Tells of what was heard. Used by one thread.
     *
     * @throws io.himar.storage.sql.StorageException if the database does not answer; what was heard is then forgotten
     */
    void tell() {
        Map<UUID, ImageEvent> heard;
        synchronized (latest) {
            if (latest.isEmpty()) {
                return;
            }
            heard = new LinkedHashMap<>(latest);
            latest.clear();
        }
        heard.keySet().removeAll(ended);
        List<UUID> unknown = heard.keySet().stream()
                .filter(image -> !work.containsKey(image))
                .toList();
        if (!unknown.isEmpty()) {
            reader.read(unknown).forEach(each -> work.put(each.image(), each));
        }
        List<EventStream> streams = hub.live();
        heard.forEach((id, event) -> {
            ImageWork image = work.get(id);
            if (image != null) {
                Frame frame =
                        Frame.of(messages.progress(image, event.getLease().getAttempt(), event.getStageProgress()));
                streams.stream()
                        .filter(stream -> stream.tells(image.job(), image.tenant()))
                        .forEach(stream -> stream.connection().sendIfIdle(frame));
            }
        });
    }

    /** By image; those that were not asked for longest are forgotten. */
    private static final class Remembered<V> extends LinkedHashMap<UUID, V> {
        private static final long serialVersionUID = 1L;

        Remembered() {
            super(16, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, V> eldest) {
            return size() > REMEMBERED;
        }
    }
}
