package io.himar.worker.bench;

import com.google.protobuf.ByteString;
import io.himar.contracts.ConditionTokens;
import io.himar.contracts.GuidanceSchedule;
import io.himar.contracts.ImageLease;
import io.himar.contracts.PivotTask;
import io.himar.contracts.ProtobufTimes;
import io.himar.contracts.RefineTask;
import io.himar.contracts.Sampler;
import io.himar.contracts.StageSettings;
import io.himar.inference.stage.PackedHalves;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/** Valid tasks for the tiny model. */
public final class Tasks {
    /** D of the tiny model. */
    public static final int WIDTH = 8;

    private static final int LOW_TOKENS = 16;

    private Tasks() {}

    /** A task of a new image whose lease holds for {@code valid} from now; a negative one has run out. */
    public static PivotTask leasedFor(Duration valid) {
        Instant deadline = Instant.now().plus(valid);
        return PivotTask.newBuilder()
                .setLease(ImageLease.newBuilder()
                        .setImageId(UUID.randomUUID().toString())
                        .setJobId(UUID.randomUUID().toString())
                        .setAttempt(1)
                        .setEpoch(1)
                        .setDeadline(ProtobufTimes.timestamp(deadline)))
                .setModel("tiny")
                .setClassId(7)
                .setSeed(11)
                .setPivot(settings(8))
                .setRefine(settings(4))
                .build();
    }

    public static PivotTask valid() {
        return leasedFor(Duration.ofMinutes(5));
    }

    /** A valid task of the same image under a later lease, of epoch 7. */
    public static PivotTask later(PivotTask task) {
        PivotTask later = valid();
        return later.toBuilder()
                .setLease(later.getLease().toBuilder()
                        .setImageId(task.getLease().getImageId())
                        .setEpoch(7))
                .build();
    }

    /** Condition tokens as a pivot worker makes them, all zero. */
    public static ConditionTokens tokens(PivotTask task, int width) {
        return ConditionTokens.newBuilder()
                .setTask(task)
                .setTokens(LOW_TOKENS)
                .setWidth(width)
                .setValues(ByteString.copyFrom(PackedHalves.pack(new float[LOW_TOKENS * width])))
                .build();
    }

    /** Stage 2 of an image whose condition tokens are kept as an object alone. */
    public static RefineTask refine(PivotTask task, String pivotKey) {
        return RefineTask.newBuilder().setTask(task).setPivotKey(pivotKey).build();
    }

    private static StageSettings settings(int steps) {
        return StageSettings.newBuilder()
                .setSteps(steps)
                .setGuidance(2)
                .setGuidanceSchedule(GuidanceSchedule.LINEAR)
                .setSampler(Sampler.DDIM)
                .setDenoisingSteps(4)
                .setTemperature(1)
                .build();
    }
}
