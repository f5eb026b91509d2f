package io.himar.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.FailureCause;
import io.himar.contracts.Sampler;
import io.himar.contracts.SamplerNames;
import io.himar.contracts.Stage;
import io.himar.storage.images.Abilities;
import io.himar.storage.images.Flow;
import io.himar.storage.images.Heartbeat;
import io.himar.storage.images.ImageLife;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.ImageTable;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.PostgresImageTables;
import io.himar.storage.images.RetryPolicy;
import io.himar.storage.images.Trigger;
import io.himar.storage.images.Waiting;
import io.himar.storage.images.Worker;
import io.himar.storage.jobs.Failure;
import io.himar.storage.jobs.ImageResult;
import io.himar.storage.jobs.KeptPivot;
import io.himar.storage.objects.ObjectStore;
import io.himar.storage.sql.TimeSource;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;

/** What scheduler and workers do to a generation, done by hand and on the real store. */
public final class Scheduling {
    private static final int MANY = 10_000;
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final ImageLife life = new ImageLife(new RetryPolicy(1, 1, Duration.ZERO, Duration.ZERO), () -> 0);
    private static final Abilities ABLE = new Abilities(
            Set.of("digits", "texts"),
            Set.copyOf(SamplerNames.known(Stream.of(Sampler.values()).map(Sampler::name))));

    private final ImageTables tables;
    private final ObjectStore objects;

    public Scheduling(RunningGateway gateway) {
        tables = new PostgresImageTables(gateway.database(), TimeSource.database());
        objects = gateway.objects();
    }

    /** An image that a worker has. */
    public record Leased(UUID imageId, UUID jobId, int attempt, long epoch) {}

    /** Gives all images of a generation to a pivot worker, and whatever else waits; in the order of their indexes. */
    public List<Leased> pick(UUID job) {
        return pick(job, MANY);
    }

    /** Gives only so many images of a generation to a worker, and none of others. */
    public List<Leased> pick(UUID job, int most) {
        return pick(job, Stage.PIVOT, most);
    }

    /** Gives all images of a generation that wait for stage 2 to a worker. */
    public List<Leased> pickForRefining(UUID job) {
        return pick(job, Stage.REFINE, MANY);
    }

    private List<Leased> pick(UUID job, Stage stage, int most) {
        return tables.transaction("pick", table -> lease(table, stage, job, most)).stream()
                .filter(image -> image.image().jobId().equals(job))
                .sorted(Comparator.comparing(Waiting::seed))
                .map(image ->
                        new Leased(image.image().id(), job, 1, image.image().epoch() + 1))
                .toList();
    }

    private List<Waiting> lease(ImageTable table, Stage stage, UUID job, int most) throws SQLException {
        List<Waiting> waiting = new ArrayList<>();
        for (Flow flow : table.flows(stage)) {
            waiting.addAll(table.lockNext(stage, flow, ABLE, MANY));
        }
        List<Waiting> picked = waiting.stream()
                .filter(each -> most == MANY || each.image().jobId().equals(job))
                .limit(most)
                .toList();
        List<ImageRow> before = picked.stream().map(Waiting::image).toList();
        Trigger leased = new Trigger.Leased("by-hand", table.now().plus(LEASE));
        table.save(
                before,
                before.stream()
                        .map(image -> life.apply(image, image.epoch(), leased, table.now())
                                .orElseThrow())
                        .toList());
        return picked;
    }

    /** A worker says this of itself. */
    public void announces(Worker worker) {
        tables.transaction("announce", table -> {
            table.heard(List.of(new Heartbeat(worker, List.of(), false)), table.now(), table.now());
            return worker;
        });
    }

    public void forgetWorkers() {
        tables.transaction("forget", table -> {
            table.forgetWorkers(Duration.ZERO);
            return true;
        });
    }

    public void finishPivot(Leased lease) {
        finishPivot(lease, new byte[] {1, 2});
    }

    public void finishPivot(Leased lease, byte[] preview) {
        String key =
                "previews/%s/%s/%d-%d.png".formatted(lease.jobId(), lease.imageId(), lease.attempt(), lease.epoch());
        objects.put(key, preview, "image/png");
        apply(
                lease,
                new Trigger.PivotCompleted(
                        new KeptPivot(Optional.of(key), Optional.of("pivots/by-hand.f16"), Optional.empty())));
    }

    public void finish(Leased lease, byte[] png) {
        String key =
                "results/%s/%s/%d-%d.png".formatted(lease.jobId(), lease.imageId(), lease.attempt(), lease.epoch());
        objects.put(key, png, "image/png");
        apply(lease, new Trigger.Completed(new ImageResult(key, 32, 32, png.length)));
    }

    public void fail(Leased lease) {
        Failure failure = new Failure("inference_unavailable", "Nobody answered.");
        apply(lease, new Trigger.StageEnded(Stage.PIVOT, failure, FailureCause.WORK, true, Optional.empty()));
    }

    private void apply(Leased lease, Trigger trigger) {
        boolean effective = tables.transaction("apply", table -> {
            ImageRow before = table.lock(List.of(lease.imageId())).get(0);
            Optional<ImageRow> after = life.apply(before, lease.epoch(), trigger, table.now());
            if (after.isPresent()) {
                table.save(List.of(before), List.of(after.get()));
            }
            return after.isPresent();
        });
        assertThat(effective).isTrue();
    }

    public void carryOutCancellations() {
        tables.transaction("cancel", table -> {
            List<ImageRow> before = table.lockCancelRequested(MANY);
            table.save(
                    before,
                    before.stream()
                            .map(image -> life.apply(image, image.epoch(), new Trigger.CancelRequested(), table.now())
                                    .orElseThrow())
                            .toList());
            table.noteCancellationsCarriedOut();
            return before.size();
        });
    }
}
