package io.himar.storage.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The statement that reads a page of a tenant's jobs, newest first. Each condition has an index that is in the order of
 * the page, or one that finds few jobs. Conditions are such as Postgres uses an index for under row-level security.
 */
record JobQuery(String sql, Object[] parameters) {
    // Metadata as pairs, which need no reader of JSON here.
    static final String COLUMNS = Rows.JOB.in("j")
            + ", (select array_agg(array[key, value]) from jsonb_each_text(j.metadata)) as metadata_pairs";

    private static final String NOTED = "%1$s.job_id = j.id and %1$s.tenant = ?"
            + " and %1$s.pair = md5(jsonb_build_array(?::text, ?::text)::text)";

    static JobQuery of(String tenant, JobFilter filter, Optional<JobPage.Cursor> from, int limit) {
        Parts parts = new Parts();
        // What has some metadata is read in the order of the index of metadata.
        boolean noted = !filter.metadata().isEmpty();
        String time = noted ? "m0.created_at" : "j.created_at";
        String id = noted ? "m0.job_id" : "j.id";
        filter.metadata().entrySet().forEach(pair -> parts.noted(tenant, pair));
        parts.add("j.tenant = ?", tenant);
        parts.add("j.delete_requested_at is null");
        filter.standing().ifPresent(standing -> parts.add(standing.condition()));
        filter.model().ifPresent(model -> parts.add("j.model = ?", model));
        filter.createdAfter().ifPresent(after -> parts.add(time + " > ?", after));
        filter.createdBefore().ifPresent(before -> parts.add(time + " < ?", before));
        from.ifPresent(at -> parts.add("(" + time + ", " + id + ") < (?, ?)", at.createdAt(), at.id()));
        return parts.query(" order by " + time + " desc, " + id + " desc limit ?", limit);
    }

    /** A statement as it grows. */
    private static final class Parts {
        private final List<String> tables = new ArrayList<>(List.of("himar.job j"));
        private final List<String> conditions = new ArrayList<>();
        private final List<Object> parameters = new ArrayList<>();

        void add(String condition, Object... values) {
            conditions.add(condition);
            parameters.addAll(List.of(values));
        }

        void noted(String tenant, Map.Entry<String, String> pair) {
            String alias = "m" + (tables.size() - 1);
            tables.add("himar.job_metadata " + alias);
            add(NOTED.formatted(alias), tenant, pair.getKey(), pair.getValue());
        }

        JobQuery query(String end, int limit) {
            parameters.add(limit);
            return new JobQuery(
                    "select " + COLUMNS + " from " + String.join(", ", tables) + " where "
                            + String.join(" and ", conditions) + end,
                    parameters.toArray());
        }
    }
}
