package io.himar.reliability.client;

import io.himar.reliability.check.Drawing;
import io.himar.reliability.check.ToldJob;
import io.himar.reliability.client.SeenJob.SeenImage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** One accepted request, and all that its client was told about it. Safe for use by many threads. */
final class ClientJob {
    private final Request request;
    private final Instant acknowledgedAt = Instant.now();
    private final Set<UUID> ids = new LinkedHashSet<>();
    private final Map<UUID, List<String>> states = new LinkedHashMap<>();
    private final Map<UUID, String> hashes = new HashMap<>();
    private final Map<UUID, Drawing> drawings = new HashMap<>();
    private Optional<ToldJob.Cancel> cancel = Optional.empty();

    ClientJob(Request request, SeenJob first) {
        this.request = request;
        seen(first);
    }

    Request request() {
        return request;
    }

    UUID id() {
        return ids.iterator().next();
    }

    Instant acknowledgedAt() {
        return acknowledgedAt;
    }

    synchronized void seen(SeenJob job) {
        ids.add(job.id());
        for (SeenImage image : job.images()) {
            drawings.put(image.id(), request.drawing(image.index()));
            List<String> before = states.computeIfAbsent(image.id(), id -> new ArrayList<>());
            if (before.isEmpty() || !before.get(before.size() - 1).equals(image.status())) {
                before.add(image.status());
            }
        }
    }

    /** Its states are not kept: a look may be under way at the same time, and may be answered before or after. */
    synchronized void cancelAcknowledged(SeenJob job) {
        Set<UUID> succeeded = job.images().stream()
                .filter(image -> image.status().equals("succeeded"))
                .map(SeenImage::id)
                .collect(Collectors.toSet());
        cancel = Optional.of(new ToldJob.Cancel(Instant.now(), succeeded));
    }

    synchronized void downloaded(UUID image, String hash) {
        hashes.put(image, hash);
    }

    /** Hashes of what was downloaded, by what it shows. */
    synchronized Map<Drawing, String> pictures() {
        Map<Drawing, String> pictures = new HashMap<>();
        hashes.forEach((image, hash) -> pictures.put(drawings.get(image), hash));
        return pictures;
    }

    synchronized ToldJob told() {
        Map<UUID, List<String>> copies = new LinkedHashMap<>();
        states.forEach((image, seen) -> copies.put(image, List.copyOf(seen)));
        return new ToldJob(ids, acknowledgedAt, request.count(), cancel, copies, hashes);
    }
}
