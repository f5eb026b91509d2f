package io.himar.storage.jobs;

import io.himar.storage.sql.Sql;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** Appends what just happened to images, within the transaction that made it happen, and wakes whoever listens. */
public final class EventJournal {
    /** The notification channel; the payload is the job's id. */
    public static final String CHANNEL = "himar_events";

    private static final String NOTIFY = """
            select pg_notify(?, job_id::text)
            from (select distinct job_id from himar.image where id = any (?)) as changed""";

    private EventJournal() {}

    /** Records the images' current rows. Call it after the update, once per transaction. */
    public static void append(Sql sql, Instant at, Collection<UUID> images) throws SQLException {
        if (images.isEmpty()) {
            return;
        }
        UUID[] ids = images.toArray(UUID[]::new);
        // Event ids are drawn before the commit. Holding the jobs' rows makes the order of ids that of the commits.
        // Everybody locks rows of images before rows of jobs, and rows of jobs in the order of their ids: so nobody
        // waits in a circle.
        sql.list("""
                select id from himar.job where id in (select job_id from himar.image where id = any (?))
                order by id for no key update""", row -> row.getObject(1, UUID.class), (Object) ids);
        sql.update("""
                insert into himar.image_event
                  (job_id, image_id, tenant, at, state, attempt, epoch, error_code, error_message)
                select job_id, id, tenant, ?, state, attempt, epoch, error_code, error_message from himar.image
                where id = any (?) order by job_id, image_index""", at, ids);
        sql.list(NOTIFY, row -> true, CHANNEL, ids);
    }
}
