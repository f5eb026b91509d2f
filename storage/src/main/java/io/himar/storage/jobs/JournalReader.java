package io.himar.storage.jobs;

import io.himar.storage.sql.Sql;
import io.himar.storage.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Reads the journal of all jobs, or of one, so that no entry is missed and none is read twice. All that a method
 * returns is of one moment, which its {@link Seen} names.
 */
public final class JournalReader {
    private static final String ENTRIES = """
            select e.id as event_id, e.at as event_at, e.state as event_state, e.attempt as event_attempt,
              e.epoch as event_epoch, e.error_code as event_error_code, e.error_message as event_error_message,
              coalesce(e.transaction::text::bigint, 0) as event_transaction, i.tenant, %s, %s,
              i.image_index = j.image_count - 1 as is_last,
              j.finished_at is not null and not exists (
                select from himar.image_event n where n.job_id = e.job_id and n.id > e.id) as closes
            from himar.image_event e
              join himar.image i on i.id = e.image_id join himar.job j on j.id = e.job_id
            where j.delete_requested_at is null and e.id >= ? and %%s
            order by e.id limit ?""".formatted(Rows.IMAGE.in("i"), Rows.MOTIF.in("j"));
    // Written so that the entries are found by their ids, in whose order they are wanted.
    private static final String UNSEEN = "(e.transaction::text::bigint >= ? or e.transaction::text::bigint = any (?))";
    private static final String OF_JOB = "e.job_id = ?";

    // Written so that the entries are found by their transactions, and not by looking at all ids.
    private static final String FIRST_UNSEEN = """
            select min(id + 0) from himar.image_event
            where transaction >= ?::text::xid8 or transaction = any (?::text[]::xid8[])""";

    private static final String ASKED_TO_END = """
            select id, tenant, delete_requested_at is not null as deleted from himar.job
            where id = any (?) and (delete_requested_at is not null
              or (cancel_requested_at is not null and finished_at is null))""";

    private final Transactions transactions;

    public JournalReader(DataSource database) {
        this.transactions = new Transactions(database);
    }

    /** Entries in the order of their ids, and all that was to be seen when they were read. */
    public record Entries(Seen seen, List<JournalEntry> list) {
        public Entries {
            Objects.requireNonNull(seen, "seen");
            list = List.copyOf(list);
        }
    }

    /** A job whose end somebody has asked for, or that is deleted. */
    public record AskedToEnd(UUID job, String tenant, boolean deleted) {}

    public Seen now() {
        return transactions.run("read the time of the journal", JournalReader::seen);
    }

    /**
     * Reads entries of all jobs that are not among those seen.
     *
     * @param from id of the first entry that is wanted; empty for the first there is
     * @param limit most entries wanted
     */
    public Entries unseen(Seen seen, OptionalLong from, int limit) {
        return transactions.runAtOneMoment("read the journal", sql -> {
            OptionalLong first = from.isPresent() ? from : firstUnseen(sql, seen);
            if (first.isEmpty()) {
                return new Entries(seen(sql), List.of());
            }
            List<JournalEntry> entries = sql.list(
                    ENTRIES.formatted(UNSEEN),
                    JournalReader::entry,
                    first.getAsLong(),
                    seen.to(),
                    Sql.Column.of("int8", List.copyOf(seen.running()), each -> each),
                    limit);
            return new Entries(seen(sql), entries);
        });
    }

    private static OptionalLong firstUnseen(Sql sql, Seen seen) throws SQLException {
        Long first = sql.list(
                        FIRST_UNSEEN,
                        row -> row.getObject(1, Long.class),
                        String.valueOf(seen.to()),
                        seen.running().stream().map(String::valueOf).toArray(String[]::new))
                .get(0);
        return first == null ? OptionalLong.empty() : OptionalLong.of(first);
    }

    /**
     * Reads entries of one job.
     *
     * @param from id of the first entry that is wanted
     * @param limit most entries wanted
     */
    public Entries ofJob(UUID job, long from, int limit) {
        return transactions.runAtOneMoment(
                "read the journal of job " + job,
                sql -> new Entries(
                        seen(sql), sql.list(ENTRIES.formatted(OF_JOB), JournalReader::entry, from, job, limit)));
    }

    /** Which of these jobs are to end or are gone, which the journal does not tell. */
    public List<AskedToEnd> askedToEnd(List<UUID> jobs) {
        return transactions.run(
                "read which jobs are to end",
                sql -> sql.list(
                        ASKED_TO_END,
                        row -> new AskedToEnd(
                                row.getObject("id", UUID.class), row.getString("tenant"), row.getBoolean("deleted")),
                        (Object) jobs.toArray(UUID[]::new)));
    }

    static Seen seen(Sql sql) throws SQLException {
        return sql.first("select pg_current_snapshot()::text", row -> row.getString(1))
                .flatMap(Seen::parse)
                .orElseThrow();
    }

    private static JournalEntry entry(ResultSet row) throws SQLException {
        Image image = Rows.image(row);
        ImageChange change = Rows.change(row, "event_", image);
        return new JournalEntry(
                change,
                row.getLong("event_transaction"),
                row.getString("tenant"),
                image,
                Rows.motif(row),
                row.getBoolean("is_last"),
                row.getBoolean("closes"));
    }
}
