package io.himar.storage.retention;

import io.himar.storage.objects.ObjectStore;
import io.himar.storage.sql.Transactions;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Objects that go before their images do. */
final class ExpiredObjects {
    /** What an image began with is another one's. */
    private static final String OWN = "split_part(%s, '/', 2) = job_id::text";

    private static final String PREVIEW = "preview_key";

    /** A pivot keeps its preview. */
    private static final String NO_KEPT_PIVOT = "(pivot_expires_at is null or pivot_key is null)";

    private final Transactions transactions;
    private final ObjectStore objects;
    private final LentPreviews previews;

    ExpiredObjects(Transactions transactions, ObjectStore objects, LentPreviews previews) {
        this.transactions = transactions;
        this.objects = objects;
        this.previews = previews;
    }

    int deleteResults(Instant by, int most) {
        return deleteOfJobs(
                "result_key", "true", "results_deleted", "result_key = null, result_deleted = true", by, most);
    }

    int deletePreviews(Instant by, int most) {
        return deleteOfJobs(PREVIEW, NO_KEPT_PIVOT, "previews_deleted", "preview_key = null", by, most);
    }

    private int deleteOfJobs(String column, String condition, String done, String assignments, Instant by, int most) {
        List<UUID> due = transactions.run(
                "find jobs by their age",
                sql -> ExpiredJobs.finished(sql, "not j." + done + " and j.created_at <= ?", by, most));
        if (due.isEmpty()) {
            return 0;
        }
        if (column.equals(PREVIEW)) {
            previews.leaveCopiesOfJobs(due);
        }
        Object ids = due.toArray(UUID[]::new);
        String named = "job_id = any (?) and " + column + " is not null and " + condition;
        String own = named + " and " + OWN.formatted(column);
        List<String> keys = transactions.run(
                "find expired objects",
                sql -> sql.list("select " + column + " from himar.image where " + own, row -> row.getString(1), ids));
        objects.deleteAll(keys);
        transactions.run("forget expired objects", sql -> {
            ExpiredJobs.lockImages(sql, due);
            sql.update("update himar.image set " + assignments + " where " + named, ids);
            return sql.update("update himar.job set " + done + " = true where id = any (?)", ids);
        });
        return keys.size();
    }

    /** Condition tokens of images that had finished by then. */
    int deletePivots(Instant by, int most) {
        return deleteOfImages(
                "pivot_key",
                "finished_at is not null and pivot_expires_at is null",
                "finished_at",
                "pivot_key = null, tokens_at = null",
                by,
                most);
    }

    /** Condition tokens that were kept until then. */
    int deleteKeptPivots(Instant by, int most) {
        return deleteOfImages(
                "pivot_key", "pivot_expires_at is not null", "pivot_expires_at", "pivot_key = null", by, most);
    }

    /** Previews of images that ended without a picture, but for those of kept pivots. */
    int deletePreviewsWithoutResult(Instant by, int most) {
        return deleteOfImages(
                PREVIEW,
                "state in ('FAILED', 'CANCELLED', 'EXPIRED') and " + NO_KEPT_PIVOT,
                "finished_at",
                "preview_key = null",
                by,
                most);
    }

    private int deleteOfImages(
            String column, String condition, String since, String assignments, Instant by, int most) {
        record Spent(UUID image, String key, boolean own) {}
        List<Spent> spent = transactions.run(
                "find spent objects",
                sql -> sql.list(
                        "select id, %1$s, %4$s from himar.image where %2$s and %1$s is not null and %3$s <= ?"
                                        .formatted(column, condition, since, OWN.formatted(column))
                                + " order by " + since + " limit ?",
                        row -> new Spent(row.getObject(1, UUID.class), row.getString(2), row.getBoolean(3)),
                        by,
                        most));
        if (spent.isEmpty()) {
            return 0;
        }
        if (column.equals(PREVIEW)) {
            previews.leaveCopiesOfImages(spent.stream().map(Spent::image).toList());
        }
        objects.deleteAll(spent.stream().filter(Spent::own).map(Spent::key).toList());
        transactions.run(
                "forget spent objects",
                sql -> sql.update(
                        "update himar.image set " + assignments + " where id in ("
                                + "select id from himar.image where id = any (?) order by id for update skip locked)",
                        (Object) spent.stream().map(Spent::image).toArray(UUID[]::new)));
        return spent.size();
    }
}
