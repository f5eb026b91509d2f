package io.himar.storage.retention;

import io.himar.storage.objects.ObjectStore;
import io.himar.storage.objects.StoredObject;
import io.himar.storage.sql.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Objects that no row names: of attempts that were superseded, of images that failed or were cancelled, and of images
 * that are gone; and the trials of workers that died. Objects of unfinished images are left alone, and so is whatever
 * workers have not stored.
 */
final class UnnamedObjects {
    private final Transactions transactions;
    private final ObjectStore objects;
    private final Duration grace;
    /** By kind, the last key that was looked at. */
    private final Map<String, String> seen = new HashMap<>();

    UnnamedObjects(Transactions transactions, ObjectStore objects, Duration grace) {
        this.transactions = transactions;
        this.objects = objects;
        this.grace = grace;
    }

    /** Looks at the next objects of each kind; after the last, the first ones come again. */
    int delete(Instant now, int most) {
        int deleted = 0;
        for (String kind : ObjectKinds.ALL) {
            List<StoredObject> page = objects.list(kind + "/", seen.getOrDefault(kind, ""), most);
            deleted += deleteUnnamed(page, now.minus(grace));
            seen.put(kind, page.size() < most ? "" : page.get(page.size() - 1).key());
        }
        return deleted + deleteTrials(now.minus(grace), most);
    }

    private int deleteTrials(Instant by, int most) {
        List<String> left = objects.list(ObjectKinds.TRIALS, "", most).stream()
                .filter(trial -> !trial.modified().isAfter(by))
                .map(StoredObject::key)
                .toList();
        objects.deleteAll(left);
        return left.size();
    }

    private int deleteUnnamed(List<StoredObject> page, Instant by) {
        Map<String, UUID> images = new HashMap<>();
        for (StoredObject object : page) {
            Optional<UUID> image = ObjectKinds.image(object.key());
            if (image.isPresent() && !object.modified().isAfter(by)) {
                images.put(object.key(), image.get());
            }
        }
        if (images.isEmpty()) {
            return 0;
        }
        Map<UUID, Image> rows = rows(images.values());
        List<String> unnamed = new ArrayList<>();
        images.forEach((key, id) -> {
            Image row = rows.get(id);
            if (row == null || (row.finished() && !row.names().contains(key))) {
                unnamed.add(key);
            }
        });
        objects.deleteAll(unnamed);
        return unnamed.size();
    }

    private record Image(UUID id, boolean finished, Set<String> names) {}

    private Map<UUID, Image> rows(Collection<UUID> images) {
        return transactions
                .run(
                        "read what images name",
                        sql -> sql.list(
                                """
                                select id, finished_at is not null as finished,
                                  array_remove(array[result_key, preview_key, pivot_key, partial_key], null) as names
                                from himar.image where id = any (?)""",
                                row -> new Image(
                                        row.getObject("id", UUID.class), row.getBoolean("finished"), Set.of((String[])
                                                row.getArray("names").getArray())),
                                (Object) images.stream().distinct().toArray(UUID[]::new)))
                .stream()
                .collect(Collectors.toMap(Image::id, row -> row));
    }
}
