package io.himar.reliability.simulation;

import com.google.protobuf.Timestamp;
import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageCompleted;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;
import io.himar.contracts.InHand;
import io.himar.contracts.PivotCompleted;
import io.himar.contracts.Stage;
import io.himar.contracts.StageFailed;
import io.himar.contracts.StageProgress;
import io.himar.contracts.StageStarted;
import io.himar.contracts.WorkerStatus;
import io.himar.scheduler.scheduling.Assignment;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** A worker as the scheduler sees it: it announces, begins, reports, fails, pauses and dies. */
final class SimulatedWorker {
    private static final Duration ANNOUNCE = Duration.ofSeconds(1);
    private static final Duration REPEAT = Duration.ofSeconds(1);

    private final VirtualTime time;
    private final Luck luck;
    private final Broker broker;
    private final Stage stage;
    private final String name;
    private final int slots;
    private final Duration longestStage;
    private final Map<UUID, ImageLease> inHand = new LinkedHashMap<>();
    private final Map<UUID, Long> ended = new HashMap<>();
    private boolean dead;
    private boolean paused;

    SimulatedWorker(
            VirtualTime time, Luck luck, Broker broker, Stage stage, String name, int slots, Duration longestStage) {
        this.time = time;
        this.luck = luck;
        this.broker = broker;
        this.stage = stage;
        this.name = name;
        this.slots = slots;
        this.longestStage = longestStage;
        broker.connect(name, this::take, (image, epoch) -> ended.merge(image, epoch, Math::max));
        time.every(ANNOUNCE, this::announce);
    }

    void die() {
        dead = true;
    }

    boolean dead() {
        return dead;
    }

    void pause(Duration length) {
        paused = true;
        time.in(length, () -> paused = false);
    }

    /** Stops as it should: what it has is given back, and the schedulers are told. */
    void leave() {
        if (dead || paused) {
            return;
        }
        inHand.values()
                .forEach(lease -> broker.report(
                        lease,
                        name,
                        report -> report.setStageFailed(failed("worker_stopping", FailureCause.RELEASED))));
        inHand.clear();
        broker.announce(status(0).setLeft(true).build());
        dead = true;
    }

    private void announce() {
        if (!dead && !paused) {
            broker.announce(status(slots).build());
        }
    }

    private WorkerStatus.Builder status(int free) {
        WorkerStatus.Builder status = WorkerStatus.newBuilder()
                .setWorker(name)
                .setAt(Timestamp.getDefaultInstance())
                .setStage(stage)
                .setSlots(free)
                .addModels(QueuedImage.MODEL)
                .addSamplers(QueuedImage.SETTINGS.getSampler().name());
        inHand.values()
                .forEach(lease -> status.addInHand(
                        InHand.newBuilder().setImageId(lease.getImageId()).setEpoch(lease.getEpoch())));
        return status;
    }

    private void take(Assignment assignment) {
        UUID image = assignment.leased().id();
        long epoch = assignment.leased().epoch();
        boolean known = epochInHand(image) >= epoch || ended.getOrDefault(image, 0L) > epoch;
        if (dead || known) {
            return;
        }
        ImageLease lease = ImageLease.newBuilder()
                .setImageId(image.toString())
                .setJobId(assignment.leased().jobId().toString())
                .setAttempt(assignment.leased().attempt())
                .setEpoch(epoch)
                .setDeadline(Timestamp.getDefaultInstance())
                .build();
        inHand.put(image, lease);
        boolean stored = broker.report(
                lease,
                name,
                report -> report.setStageStarted(StageStarted.newBuilder().setStage(stage)));
        time.in(luck.delay(longestStage), () -> halfway(lease, stored));
    }

    private void halfway(ImageLease lease, boolean startTold) {
        if (gone(lease)) {
            return;
        }
        if (paused) {
            time.in(REPEAT, () -> halfway(lease, startTold));
            return;
        }
        broker.report(
                lease,
                name,
                report -> report.setStageProgress(
                        StageProgress.newBuilder().setStage(stage).setStep(1).setSteps(2)));
        time.in(luck.delay(longestStage), () -> finish(lease));
    }

    private void finish(ImageLease lease) {
        if (gone(lease)) {
            return;
        }
        if (paused) {
            time.in(REPEAT, () -> finish(lease));
        } else if (luck.trouble(0.05)) {
            tell(lease, report -> report.setStageFailed(failed("inference_unavailable", FailureCause.INFRASTRUCTURE)));
        } else if (luck.trouble(0.01)) {
            tell(lease, report -> report.setStageFailed(failed("worker_stopping", FailureCause.RELEASED)));
        } else if (stage == Stage.REFINE && luck.trouble(0.02)) {
            tell(lease, report -> report.setStageFailed(failed("pivot_lost", FailureCause.PIVOT_LOST)));
        } else {
            tell(lease, report -> complete(lease, report));
        }
    }

    private void complete(ImageLease lease, ImageEvent.Builder report) {
        String key = lease.getJobId() + "/" + lease.getImageId() + "/" + lease.getEpoch();
        if (stage == Stage.PIVOT) {
            report.setPivotCompleted(PivotCompleted.newBuilder().setPivotKey("pivots/" + key));
        } else {
            report.setImageCompleted(ImageCompleted.newBuilder()
                    .setResultKey("results/" + key)
                    .setWidth(1)
                    .setHeight(1)
                    .setBytes(1));
        }
    }

    private StageFailed failed(String code, FailureCause cause) {
        return StageFailed.newBuilder()
                .setStage(stage)
                .setCode(code)
                .setMessage(code)
                .setCause(cause)
                .setRetryable(true)
                .build();
    }

    /** Repeats an outcome until the broker has it. */
    private void tell(ImageLease lease, Consumer<ImageEvent.Builder> outcome) {
        if (gone(lease)) {
            return;
        }
        if (broker.report(lease, name, outcome)) {
            inHand.remove(UUID.fromString(lease.getImageId()), lease);
        } else {
            time.in(REPEAT, () -> tell(lease, outcome));
        }
    }

    private boolean gone(ImageLease lease) {
        UUID image = UUID.fromString(lease.getImageId());
        boolean over = ended.getOrDefault(image, 0L) > lease.getEpoch();
        if (over) {
            inHand.remove(image, lease);
        }
        return dead || over || epochInHand(image) != lease.getEpoch();
    }

    private long epochInHand(UUID image) {
        return inHand.containsKey(image) ? inHand.get(image).getEpoch() : 0;
    }
}
