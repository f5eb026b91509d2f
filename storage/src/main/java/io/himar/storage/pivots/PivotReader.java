package io.himar.storage.pivots;

import io.himar.storage.jobs.Rows;
import io.himar.storage.sql.Sql;
import io.himar.storage.sql.Transactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Reads kept pivots. What has expired, or whose deletion was asked for, is not there. */
public final class PivotReader {
    private static final String KEPT = """
            select i.id, i.job_id, i.image_index, i.seed, i.pivot_key, i.preview_key, i.finished_at, i.pivot_expires_at,
              j.model, j.class_id, j.label, j.prompt,
              j.pivot_steps, j.pivot_guidance, j.pivot_guidance_schedule, j.pivot_sampler, j.pivot_denoising_steps,
              j.pivot_temperature, j.refine_steps, j.refine_guidance, j.refine_guidance_schedule, j.refine_sampler,
              j.refine_denoising_steps, j.refine_temperature,
              j.pivot_last_denoising_steps, j.pivot_unguided_below, j.pivot_token_order,
              j.refine_last_denoising_steps, j.refine_unguided_below, j.refine_token_order,
              j.pivot_guidance_refresh, j.refine_guidance_refresh
            from himar.image i join himar.job j on j.id = i.job_id
            where i.pivot_key is not null and i.pivot_expires_at > now() and j.delete_requested_at is null""";

    private final Transactions transactions;

    public PivotReader(DataSource database) {
        this.transactions = new Transactions(database);
    }

    public Optional<Pivot> find(String tenant, UUID id) {
        return Optional.ofNullable(find(tenant, List.of(id)).get(id));
    }

    /** Those of the ids that there are, of a tenant's. */
    public Map<UUID, Pivot> find(String tenant, Collection<UUID> ids) {
        return transactions
                .run(
                        tenant,
                        "read pivots",
                        sql -> sql.list(
                                KEPT + " and i.tenant = ? and i.id = any (?)",
                                PivotReader::pivot,
                                tenant,
                                ids.toArray(UUID[]::new)))
                .stream()
                .collect(Collectors.toMap(Pivot::id, Function.identity()));
    }

    /**
     * Reads a page of pivots, the youngest first.
     *
     * @param model only of this model; of all if empty
     * @param limit most pivots wanted, at least 1
     * @param behind the last pivot of the page before; empty for the first page. If it has gone meanwhile its place is
     *     still known, until its image is deleted; then the page is empty.
     */
    public PivotPage page(String tenant, Optional<String> model, int limit, Optional<UUID> behind) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: >= 1)");
        }
        StringBuilder query = new StringBuilder(KEPT).append(" and i.tenant = ?");
        List<Object> parameters = new ArrayList<>(List.of(tenant));
        model.ifPresent(name -> {
            query.append(" and j.model = ?");
            parameters.add(name);
        });
        behind.ifPresent(last -> {
            query.append(" and (i.finished_at, i.id) < (select l.finished_at, l.id from himar.image l where l.id = ?)");
            parameters.add(last);
        });
        parameters.add(limit + 1);
        query.append(" order by i.finished_at desc, i.id desc limit ?");
        List<Pivot> found = transactions.run(
                tenant,
                "read a page of pivots",
                sql -> sql.list(query.toString(), PivotReader::pivot, parameters.toArray()));
        return found.size() <= limit
                ? new PivotPage(found, Optional.empty())
                : new PivotPage(
                        found.subList(0, limit),
                        Optional.of(found.get(limit - 1).id()));
    }

    private static Pivot pivot(ResultSet row) throws SQLException {
        return new Pivot(
                row.getObject("id", UUID.class),
                row.getObject("job_id", UUID.class),
                row.getInt("image_index"),
                row.getString("model"),
                Rows.motif(row),
                row.getLong("seed"),
                Rows.settings(row, "pivot_"),
                Rows.settings(row, "refine_"),
                row.getString("pivot_key"),
                Optional.ofNullable(row.getString("preview_key")),
                Sql.instant(row, "finished_at"),
                Sql.instant(row, "pivot_expires_at"));
    }
}
