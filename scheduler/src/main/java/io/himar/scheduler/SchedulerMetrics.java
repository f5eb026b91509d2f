package io.himar.scheduler;

import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import io.himar.contracts.StageFailed;
import io.himar.scheduler.scheduling.Assignment;
import io.himar.scheduler.scheduling.SchedulingListener;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.ModelSeconds;
import io.himar.storage.images.StageLoad;
import io.himar.storage.jobs.Failure;
import io.himar.storage.retention.Swept;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the scheduler measures, and logs.
 *
 * <ul>
 *   <li>{@code himar.images} (stage, state): images that are not finished: queued, handed_over or running
 *   <li>{@code himar.work.queued}, {@code himar.work.coming} (stage): what the queued ones cost, and what those will
 *       cost that are not so far yet; {@code himar.queue.oldest} in seconds
 *   <li>{@code himar.model.seconds} (stage, state): how long the slots of workers will be at what is queued, running
 *       and coming: what the workers are scaled on
 *   <li>{@code himar.workers}, {@code himar.slots}, {@code himar.utilisation} (stage): live workers, images that they
 *       take at once, and which part of that is running
 *   <li>{@code himar.image.queue.wait} (priority): from admission to the first worker
 *   <li>{@code himar.image.duration} (outcome): from admission to the end
 *   <li>{@code himar.images.finished} (outcome, code): images that have ended
 *   <li>{@code himar.attempts.failed}, {@code himar.images.interrupted} (stage, code): stages that ended without a
 *       result, because the work failed or for another reason
 *   <li>{@code himar.leases.ended} (stage, begun): leases whose workers were not heard of
 *   <li>{@code himar.swept} (kind): jobs and objects that were deleted because they are kept no longer
 * </ul>
 *
 * The load is read at intervals, so that a scrape never waits for the database.
 */
final class SchedulerMetrics implements SchedulingListener {
    private static final Logger log = LoggerFactory.getLogger(SchedulerMetrics.class);
    private static final Duration LONGEST = Duration.ofHours(1);

    private final MeterRegistry registry;
    private final Counter dispatched;
    private final Counter reportsIgnored;
    private final Counter reportsUnreadable;
    private volatile Map<Stage, StageLoad> load = Map.of();
    private volatile Map<Stage, ModelSeconds> seconds = Map.of();

    SchedulerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.dispatched = counter("himar.images.dispatched", "Tasks handed to workers");
        this.reportsIgnored = counter("himar.reports.ignored", "Late or repeated reports of workers");
        this.reportsUnreadable = counter("himar.reports.unreadable", "Reports moved to the dead letters");
        for (Stage stage : new Stage[] {Stage.PIVOT, Stage.REFINE}) {
            gauges(stage);
            // Seen as 0 before the first of them ends: what begins with a count is no increase to Prometheus.
            leasesEnded(stage, true);
            leasesEnded(stage, false);
        }
    }

    private void gauges(Stage stage) {
        images(stage, "queued", StageLoad::waiting);
        images(stage, "handed_over", StageLoad::handedOver);
        images(stage, "running", StageLoad::running);
        seconds(stage, "queued", ModelSeconds::queued);
        seconds(stage, "running", ModelSeconds::running);
        seconds(stage, "coming", ModelSeconds::coming);
        gauge("himar.work.queued", "What the waiting images cost", stage, StageLoad::waitingWork);
        gauge("himar.work.coming", "What images before this stage will cost in it", stage, StageLoad::comingWork);
        gauge(
                "himar.queue.oldest",
                "Age of the image that waits longest, in seconds",
                stage,
                at -> at.longestWait().toMillis() / 1000.0);
        gauge("himar.workers", "Workers that were heard of lately", stage, StageLoad::workers);
        gauge("himar.slots", "Images that the live workers take at once", stage, StageLoad::slots);
        gauge(
                "himar.utilisation",
                "Part of the slots in which an image runs",
                stage,
                at -> at.slots() == 0 ? 0 : (double) at.running() / at.slots());
    }

    void load(Map<Stage, StageLoad> now) {
        load = new EnumMap<>(now);
    }

    void seconds(Map<Stage, ModelSeconds> now) {
        seconds = new EnumMap<>(now);
    }

    void swept(Swept swept) {
        registry.counter("himar.swept", "kind", "jobs").increment(swept.jobs());
        registry.counter("himar.swept", "kind", "objects").increment(swept.objects());
    }

    void reportUnreadable() {
        reportsUnreadable.increment();
    }

    @Override
    public void dispatched(Assignment assignment) {
        dispatched.increment();
        ImageRow image = assignment.leased();
        if (assignment.stage() == Stage.PIVOT && image.epoch() == 1) {
            Instant leased = assignment.dispatchedAt();
            timer(
                            "himar.image.queue.wait",
                            "priority",
                            text(assignment.waiting().priority()))
                    .record(Duration.between(image.createdAt(), leased));
        }
    }

    @Override
    public void reported(ImageEvent report, ImageRow before, ImageRow after, Instant now) {
        if (report.hasStageFailed()) {
            stageFailed(report.getStageFailed(), after, report.getWorker());
        }
        if (after.state().terminal()) {
            finished(after, now);
        }
    }

    @Override
    public void ignored(ImageEvent report) {
        reportsIgnored.increment();
        log.debug("Late or repeated report ignored: {} on {}", report.getEventCase(), report.getLease());
    }

    @Override
    public void leaseEnded(ImageRow before, ImageRow after) {
        boolean begun = before.hold().orElseThrow().begun();
        leasesEnded(before.stage().orElseThrow(), begun).increment();
        log.warn(
                "Job {}: no word of image {} while {} (epoch {}, worker {}): {}",
                before.jobId(),
                before.id(),
                before.state(),
                before.epoch(),
                before.hold().orElseThrow().worker().orElse("unknown"),
                after.state().terminal() ? "it has failed for good" : "it waits again");
        if (after.state().terminal()) {
            finished(after, after.finishedAt().orElseThrow());
        }
    }

    @Override
    public void cancelled(ImageRow before) {
        registry.counter("himar.images.finished", "outcome", "cancelled", "code", "")
                .increment();
    }

    @Override
    public void expired(ImageRow before, ImageRow after) {
        log.info(
                "Job {}: image {} has expired while {}: {}",
                after.jobId(),
                after.id(),
                before.situation(),
                after.failure().map(Failure::message).orElse(""));
        finished(after, after.finishedAt().orElseThrow());
    }

    private void finished(ImageRow image, Instant at) {
        String outcome = text(image.state());
        String code = image.state() == ImageState.FAILED || image.state() == ImageState.EXPIRED
                ? image.failure().map(Failure::code).orElse("")
                : "";
        registry.counter("himar.images.finished", "outcome", outcome, "code", code)
                .increment();
        timer("himar.image.duration", "outcome", outcome).record(Duration.between(image.createdAt(), at));
    }

    /** A failure of the work is a failed attempt; what has another cause is an interruption, which costs none. */
    private void stageFailed(StageFailed failed, ImageRow after, String worker) {
        boolean interruption =
                failed.getCause() != FailureCause.WORK && failed.getCause() != FailureCause.FAILURE_CAUSE_UNSPECIFIED;
        registry.counter(
                        interruption ? "himar.images.interrupted" : "himar.attempts.failed",
                        "stage",
                        text(failed.getStage()),
                        "code",
                        failed.getCode())
                .increment();
        log.warn(
                "Job {}: {} of image {} at {} ended with {} ({}): {}",
                after.jobId(),
                failed.getStage(),
                after.id(),
                worker,
                failed.getCode(),
                failed.getCause(),
                failed.getMessage());
    }

    private Counter leasesEnded(Stage stage, boolean begun) {
        return registry.counter("himar.leases.ended", "stage", text(stage), "begun", Boolean.toString(begun));
    }

    private static String text(Enum<?> name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    private Timer timer(String name, String tag, String value) {
        return Timer.builder(name)
                .tag(tag, value)
                .publishPercentileHistogram()
                .maximumExpectedValue(LONGEST)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private void images(Stage stage, String state, ToDoubleFunction<StageLoad> value) {
        Gauge.builder("himar.images", this, self -> value.applyAsDouble(self.at(stage)))
                .description("Images that are not finished")
                .tag("state", state)
                .tag("stage", text(stage))
                .register(registry);
    }

    private void seconds(Stage stage, String state, ToDoubleFunction<ModelSeconds> value) {
        Gauge.builder(
                        "himar.model.seconds",
                        this,
                        self -> value.applyAsDouble(self.seconds.getOrDefault(stage, ModelSeconds.NONE)))
                .description("How long slots of workers will be at the images that are not finished")
                .tag("state", state)
                .tag("stage", text(stage))
                .register(registry);
    }

    private void gauge(String name, String description, Stage stage, ToDoubleFunction<StageLoad> value) {
        Gauge.builder(name, this, self -> value.applyAsDouble(self.at(stage)))
                .description(description)
                .tag("stage", text(stage))
                .register(registry);
    }

    private StageLoad at(Stage stage) {
        return load.getOrDefault(stage, StageLoad.NONE);
    }
}
