package io.himar.pivot;

import com.google.protobuf.ByteString;
import io.himar.contracts.ConditionTokens;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.PivotCompleted;
import io.himar.contracts.PivotTask;
import io.himar.contracts.ProtobufTimes;
import io.himar.inference.stage.LatentDecoder;
import io.himar.inference.stage.PackedHalves;
import io.himar.inference.stage.Pivot;
import io.himar.inference.stage.PivotStage;
import io.himar.model.ModelConfig;
import io.himar.model.catalog.ModelCatalog;
import io.himar.storage.objects.ObjectStore;
import io.himar.worker.ObjectKeys;
import io.himar.worker.PngEncoder;
import io.himar.worker.Samplings;
import io.himar.worker.StageOutcome;
import io.himar.worker.StageRun;

/** Stage 1 of one image: condition tokens, which are kept, and a stored preview of the low-resolution tokens. */
final class PivotWork {
    private static final String CONDITION_TYPE = "application/octet-stream";

    private final ModelCatalog models;
    private final ObjectStore objects;

    PivotWork(ModelCatalog models, ObjectStore objects) {
        this.models = models;
        this.objects = objects;
    }

    StageOutcome<ConditionTokens> run(PivotTask task, StageRun run) {
        ModelConfig model = Samplings.model(task, models);
        Pivot pivot = new PivotStage(run.graphs(), model).run(Samplings.pivot(task, model), run);
        String previewKey = ObjectKeys.preview(task.getLease());
        byte[] preview = PngEncoder.encode(new LatentDecoder(run.graphs(), model).preview(pivot.tokens()));
        objects.put(previewKey, preview, PngEncoder.CONTENT_TYPE);
        byte[] condition = PackedHalves.pack(pivot.condition());
        String pivotKey = ObjectKeys.pivot(task.getLease());
        objects.put(pivotKey, condition, CONDITION_TYPE);
        PivotCompleted completed = PivotCompleted.newBuilder()
                .setPreviewKey(previewKey)
                .setPivotKey(pivotKey)
                .setDuration(ProtobufTimes.duration(run.elapsed()))
                .build();
        return new StageOutcome<>(
                ImageEvent.newBuilder().setPivotCompleted(completed).build(),
                ConditionTokens.newBuilder()
                        .setTask(task)
                        .setTokens(model.lowTokens())
                        .setWidth(model.width())
                        .setValues(ByteString.copyFrom(condition))
                        .setPreviewKey(previewKey)
                        .setPivotKey(pivotKey)
                        .build());
    }
}
