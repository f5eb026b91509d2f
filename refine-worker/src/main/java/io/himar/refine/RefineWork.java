package io.himar.refine;

import io.himar.contracts.ConditionTokens;
import io.himar.contracts.ImageCompleted;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.PivotTask;
import io.himar.inference.stage.LatentDecoder;
import io.himar.inference.stage.PackedHalves;
import io.himar.inference.stage.RefineStage;
import io.himar.inference.stage.RgbImage;
import io.himar.model.ModelConfig;
import io.himar.model.catalog.ModelCatalog;
import io.himar.storage.objects.ObjectStore;
import io.himar.worker.InvalidTaskException;
import io.himar.worker.ObjectKeys;
import io.himar.worker.PngEncoder;
import io.himar.worker.Samplings;
import io.himar.worker.StageOutcome;
import io.himar.worker.StageRun;

/** Stage 2 of one image: dense tokens, decoded and stored as a PNG. */
final class RefineWork {
    private final ModelCatalog models;
    private final ObjectStore objects;

    RefineWork(ModelCatalog models, ObjectStore objects) {
        this.models = models;
        this.objects = objects;
    }

    /** The result is the key of the stored picture. */
    StageOutcome<String> run(ConditionTokens tokens, StageRun run) {
        PivotTask task = tokens.getTask();
        ModelConfig model = Samplings.model(task, models);
        float[] condition = condition(tokens, model);
        float[] dense = new RefineStage(run.graphs(), model).run(condition, Samplings.refine(task, model), run);
        RgbImage image = new LatentDecoder(run.graphs(), model).image(dense);
        byte[] png = PngEncoder.encode(image);
        String key = ObjectKeys.result(task.getLease());
        objects.put(key, png, PngEncoder.CONTENT_TYPE);
        ImageCompleted completed = ImageCompleted.newBuilder()
                .setResultKey(key)
                .setWidth(image.width())
                .setHeight(image.height())
                .setBytes(png.length)
                .build();
        return new StageOutcome<>(
                ImageEvent.newBuilder().setImageCompleted(completed).build(), key);
    }

    private static float[] condition(ConditionTokens tokens, ModelConfig model) {
        if (tokens.getTokens() != model.lowTokens() || tokens.getWidth() != model.width()) {
            throw new InvalidTaskException("tokens x width: " + tokens.getTokens() + " x " + tokens.getWidth()
                    + " (expected: " + model.lowTokens() + " x " + model.width() + ", as " + model.name() + " has)");
        }
        return PackedHalves.unpack(tokens.getValues().toByteArray());
    }
}
