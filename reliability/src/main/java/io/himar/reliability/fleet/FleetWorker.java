package io.himar.reliability.fleet;

import com.google.protobuf.Timestamp;
import io.himar.contracts.ImageCompleted;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;
import io.himar.contracts.InHand;
import io.himar.contracts.PivotCompleted;
import io.himar.contracts.Stage;
import io.himar.contracts.StageStarted;
import io.himar.contracts.WorkerStatus;
import io.himar.reliability.simulation.QueuedImage;
import io.himar.reliability.simulation.VirtualTime;
import io.himar.scheduler.scheduling.Assignment;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * A worker with its inference server. It works on as many images at once as it has slots. The server takes whatever
 * steps stand in line as one batch, so an image joins at the next batch and advances by its own steps.
 */
final class FleetWorker {
    private static final Duration ANNOUNCE = Duration.ofSeconds(1);

    /** To store what a stage has made. */
    private static final Duration STORE = Duration.ofMillis(20);

    /** Batches of the same size do not all take the same time. */
    private static final double SPREAD = 0.05;

    private final VirtualTime time;
    private final Random random;
    private final FleetBroker broker;
    private final FleetMeter meter;
    private final Fleet.Kind kind;
    private final String name;
    private final Deque<Assignment> waiting = new ArrayDeque<>();
    private final List<Running> computing = new ArrayList<>();
    private final List<Running> storing = new ArrayList<>();
    private boolean busy;
    private boolean stopping;
    private boolean gone;

    FleetWorker(VirtualTime time, Random random, FleetBroker broker, FleetMeter meter, Fleet.Kind kind, String name) {
        this.time = time;
        this.random = random;
        this.broker = broker;
        this.meter = meter;
        this.kind = kind;
        this.name = name;
        broker.connect(name, this::take);
        meter.slots(kind.stage(), kind.slots());
        announce();
        time.in(ANNOUNCE.multipliedBy(random.nextInt(100)).dividedBy(100), this::announceAgain);
    }

    private static final class Running {
        private final ImageLease lease;
        private int steps;

        Running(ImageLease lease, int steps) {
            this.lease = lease;
            this.steps = steps;
        }
    }

    boolean idle() {
        return waiting.isEmpty() && computing.isEmpty() && storing.isEmpty();
    }

    /** Takes nothing more, finishes what it has, and ends. */
    void stop() {
        stopping = true;
        announce();
        endWhenIdle();
    }

    private void endWhenIdle() {
        if (stopping && idle() && !gone) {
            gone = true;
            broker.disconnect(name);
            meter.slots(kind.stage(), -kind.slots());
        }
    }

    private void announceAgain() {
        if (!gone) {
            announce();
            time.in(ANNOUNCE, this::announceAgain);
        }
    }

    private void announce() {
        WorkerStatus.Builder status = WorkerStatus.newBuilder()
                .setWorker(name)
                .setAt(Timestamp.getDefaultInstance())
                .setStage(kind.stage())
                .setSlots(stopping ? 0 : kind.slots())
                .addModels(QueuedImage.MODEL)
                .addSamplers(QueuedImage.SETTINGS.getSampler().name());
        waiting.forEach(each -> status.addInHand(inHand(lease(each))));
        computing.forEach(each -> status.addInHand(inHand(each.lease)));
        storing.forEach(each -> status.addInHand(inHand(each.lease)));
        broker.announce(status.build());
    }

    private static InHand inHand(ImageLease lease) {
        return InHand.newBuilder()
                .setImageId(lease.getImageId())
                .setEpoch(lease.getEpoch())
                .build();
    }

    private void take(Assignment assignment) {
        waiting.add(assignment);
        begin();
    }

    private void begin() {
        while (!waiting.isEmpty() && computing.size() + storing.size() < kind.slots()) {
            Assignment next = waiting.remove();
            meter.begun(next);
            ImageLease lease = lease(next);
            broker.report(report(lease)
                    .setStageStarted(StageStarted.newBuilder().setStage(kind.stage()))
                    .build());
            computing.add(new Running(lease, kind.gpu().steps()));
        }
        compute();
    }

    private void compute() {
        if (busy || computing.isEmpty()) {
            return;
        }
        busy = true;
        List<Running> batch = List.copyOf(computing);
        double spread = 1 + SPREAD * (2 * random.nextDouble() - 1);
        Duration took = Duration.ofNanos((long) (kind.gpu().step(batch.size()).toNanos() * spread));
        time.in(took, () -> computed(batch));
    }

    private void computed(List<Running> batch) {
        busy = false;
        for (Running image : batch) {
            image.steps--;
            if (image.steps == 0) {
                computing.remove(image);
                storing.add(image);
                time.in(STORE, () -> finish(image));
            }
        }
        compute();
    }

    private void finish(Running image) {
        storing.remove(image);
        meter.ended(kind.stage());
        broker.report(completed(image.lease));
        begin();
        endWhenIdle();
    }

    private ImageEvent completed(ImageLease lease) {
        String key = lease.getJobId() + "/" + lease.getImageId() + "/" + lease.getEpoch();
        ImageEvent.Builder report = report(lease);
        if (kind.stage() == Stage.PIVOT) {
            report.setPivotCompleted(PivotCompleted.newBuilder().setPivotKey("pivots/" + key));
        } else {
            report.setImageCompleted(ImageCompleted.newBuilder()
                    .setResultKey("results/" + key)
                    .setWidth(1)
                    .setHeight(1)
                    .setBytes(1));
        }
        return report.build();
    }

    private ImageEvent.Builder report(ImageLease lease) {
        return ImageEvent.newBuilder()
                .setLease(lease)
                .setAt(Timestamp.getDefaultInstance())
                .setWorker(name);
    }

    private static ImageLease lease(Assignment assignment) {
        return ImageLease.newBuilder()
                .setImageId(assignment.leased().id().toString())
                .setJobId(assignment.leased().jobId().toString())
                .setAttempt(assignment.leased().attempt())
                .setEpoch(assignment.leased().epoch())
                .setDeadline(Timestamp.getDefaultInstance())
                .build();
    }
}
