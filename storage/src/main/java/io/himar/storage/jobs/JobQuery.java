package io.himar.storage.jobs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The statement that reads a page of jobs, newest first. Each condition has an index that is in the order of the page,
 * or one that finds few jobs.
 */
record JobQuery(String sql, Object[] parameters) {
    // Metadata as pairs, which need no reader of JSON here.
    static final String COLUMNS =
            "j.*, (select array_agg(array[key, value]) from jsonb_each_text(j.metadata)) as metadata_pairs";

    static JobQuery of(JobFilter filter, Optional<JobPage.Cursor> from, int limit) {
        List<String> conditions = new ArrayList<>(List.of("j.delete_requested_at is null"));
        List<Object> parameters = new ArrayList<>();
        filter.standing().ifPresent(standing -> conditions.add(standing.condition()));
        filter.model().ifPresent(model -> add("j.model = ?", conditions, parameters, model));
        filter.createdAfter().ifPresent(time -> add("j.created_at > ?", conditions, parameters, time));
        filter.createdBefore().ifPresent(time -> add("j.created_at < ?", conditions, parameters, time));
        filter.metadata()
                .forEach((name, value) ->
                        add("j.metadata @> jsonb_build_object(?::text, ?::text)", conditions, parameters, name, value));
        from.ifPresent(at -> add("(j.created_at, j.id) < (?, ?)", conditions, parameters, at.createdAt(), at.id()));
        parameters.add(limit);
        return new JobQuery(
                "select " + COLUMNS + " from himar.job j where " + String.join(" and ", conditions)
                        + " order by j.created_at desc, j.id desc limit ?",
                parameters.toArray());
    }

    private static void add(String condition, List<String> conditions, List<Object> parameters, Object... values) {
        conditions.add(condition);
        parameters.addAll(List.of(values));
    }
}
