package io.himar.storage.retention;

import io.himar.storage.objects.ObjectStore;
import io.himar.storage.objects.StoredObject;
import io.himar.storage.sql.Sql;
import io.himar.storage.sql.Transactions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Jobs whose time is over, with all that belongs to them. */
final class ExpiredJobs {
    private static final int OBJECTS_AT_ONCE = 1000;

    private static final String FINISHED = """
            select j.id from himar.job j where %s and not exists (
              select 1 from himar.image i
              where i.job_id = j.id and (i.finished_at is null or i.finished_at > ?))
            order by j.created_at limit ?""";

    /** A kept pivot keeps the job that says what it is. */
    private static final String NO_KEPT_PIVOT = """
            not exists (select 1 from himar.image k
              where k.job_id = j.id and k.pivot_key is not null and k.pivot_expires_at is not null)""";

    private static final String FORGET_KEYS = """
            update himar.job set idempotency_key = null, request_fingerprint = null where id in (
              select id from himar.job where idempotency_key is not null and created_at <= ?
              order by created_at limit ? for no key update skip locked)""";

    private final Transactions transactions;
    private final ObjectStore objects;
    private final LentPreviews previews;

    ExpiredJobs(Transactions transactions, ObjectStore objects, LentPreviews previews) {
        this.transactions = transactions;
        this.objects = objects;
        this.previews = previews;
    }

    /** Jobs whose images had finished by then, and that {@code condition} holds for. */
    static List<UUID> finished(Sql sql, String condition, Instant by, int most) throws SQLException {
        return sql.list(FINISHED.formatted(condition), row -> row.getObject(1, UUID.class), by, by, most);
    }

    /** Nobody else may lock images in another order. */
    static void lockImages(Sql sql, List<UUID> jobs) throws SQLException {
        sql.list("select id from himar.image where job_id = any (?) order by id for update", row -> true, (Object)
                jobs.toArray(UUID[]::new));
    }

    int deleteRequested(Instant now, int most) {
        return delete("j.delete_requested_at <= ?", now, most);
    }

    int deleteExpired(Instant by, int most) {
        return delete("j.created_at <= ? and " + NO_KEPT_PIVOT, by, most);
    }

    private int delete(String condition, Instant by, int most) {
        List<UUID> due = transactions.run("find jobs to delete", sql -> finished(sql, condition, by, most));
        if (due.isEmpty()) {
            return 0;
        }
        previews.leaveCopiesOfJobs(due);
        for (UUID job : due) {
            ObjectKinds.ALL.forEach(kind -> deleteObjects(kind + "/" + job + "/"));
        }
        previews.forgetThoseOfJobs(due);
        return transactions.run("delete jobs", sql -> deleteRows(sql, due));
    }

    private void deleteObjects(String prefix) {
        List<StoredObject> page = objects.list(prefix, "", OBJECTS_AT_ONCE);
        while (!page.isEmpty()) {
            objects.deleteAll(page.stream().map(StoredObject::key).toList());
            page = objects.list(prefix, page.get(page.size() - 1).key(), OBJECTS_AT_ONCE);
        }
    }

    private static int deleteRows(Sql sql, List<UUID> jobs) throws SQLException {
        Object ids = jobs.toArray(UUID[]::new);
        lockImages(sql, jobs);
        sql.update("delete from himar.image_event where job_id = any (?)", ids);
        sql.update("delete from himar.image where job_id = any (?)", ids);
        return sql.update("delete from himar.job where id = any (?)", ids);
    }

    int forgetKeys(Instant by, int most) {
        return transactions.run("forget idempotency keys", sql -> sql.update(FORGET_KEYS, by, most));
    }
}
