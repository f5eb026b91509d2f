package io.himar.storage.retention;

import io.himar.storage.objects.ObjectStore;
import io.himar.storage.objects.ObjectStoreException;
import io.himar.storage.sql.Transactions;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/**
 * Previews that more than one image shows: that of a pivot's image, and those that began with the pivot. Before the
 * first goes, each of the others gets a copy of its own, which stays as long as it does.
 */
final class LentPreviews {
    private static final String OTHERS = """
            from himar.image lender join himar.image other on other.source_pivot = lender.id
            where lender.%s = any (?) and other.preview_key = lender.preview_key and other.job_id <> lender.job_id""";

    private static final String FIND =
            "select other.id, other.job_id, other.preview_key " + OTHERS + " order by other.preview_key";

    private static final String FORGET =
            "update himar.image set preview_key = null where id in (select other.id " + OTHERS + ")";

    private final Transactions transactions;
    private final ObjectStore objects;

    LentPreviews(Transactions transactions, ObjectStore objects) {
        this.transactions = transactions;
        this.objects = objects;
    }

    private record Borrowed(UUID image, UUID job, String key) {
        String copy() {
            return "previews/" + job + "/" + image + "/of-pivot.png";
        }
    }

    /** Gives copies to the images that show a preview of one of these jobs. */
    void leaveCopiesOfJobs(Collection<UUID> jobs) {
        leaveCopies("job_id", jobs);
    }

    /** Gives copies to the images that show the preview of one of these. */
    void leaveCopiesOfImages(Collection<UUID> images) {
        leaveCopies("id", images);
    }

    /** Images that have begun with a pivot of these jobs while its preview was deleted show none. */
    void forgetThoseOfJobs(Collection<UUID> jobs) {
        transactions.run(
                "forget previews that are gone", sql -> sql.update(FORGET.formatted("job_id"), (Object) ids(jobs)));
    }

    private void leaveCopies(String column, Collection<UUID> lenders) {
        List<Borrowed> borrowed = transactions.run(
                "find previews that others show",
                sql -> sql.list(
                        FIND.formatted(column),
                        row -> new Borrowed(
                                row.getObject("id", UUID.class),
                                row.getObject("job_id", UUID.class),
                                row.getString("preview_key")),
                        (Object) ids(lenders)));
        borrowed.forEach(this::copy);
    }

    private void copy(Borrowed borrowed) {
        try {
            objects.put(borrowed.copy(), objects.get(borrowed.key()), "image/png");
        } catch (ObjectStoreException e) {
            if (e.reason() == ObjectStoreException.Reason.MISSING) {
                return;
            }
            throw e;
        }
        transactions.run(
                "give a copy of a preview",
                sql -> sql.update(
                        "update himar.image set preview_key = ? where id = ? and preview_key = ?",
                        borrowed.copy(),
                        borrowed.image(),
                        borrowed.key()));
    }

    private static UUID[] ids(Collection<UUID> ids) {
        return ids.toArray(UUID[]::new);
    }
}
