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
import io.himar.storage.objects.ObjectStoreException;
import io.himar.worker.InvalidTaskException;
import io.himar.worker.ObjectKeys;
import io.himar.worker.PivotLostException;
import io.himar.worker.PngEncoder;
import io.himar.worker.Samplings;
import io.himar.worker.StageOutcome;
import io.himar.worker.StageRun;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stage 2 of one image: dense tokens, decoded and stored as a PNG. */
final class RefineWork {
    private static final Logger log = LoggerFactory.getLogger(RefineWork.class);

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

    private float[] condition(ConditionTokens tokens, ModelConfig model) {
        if (tokens.getValues().isEmpty()) {
            return kept(tokens.getPivotKey(), model);
        }
        if (tokens.getTokens() != model.lowTokens() || tokens.getWidth() != model.width()) {
            throw new InvalidTaskException("tokens x width: " + tokens.getTokens() + " x " + tokens.getWidth()
                    + " (expected: " + model.lowTokens() + " x " + model.width() + ", as " + model.name() + " has)");
        }
        return PackedHalves.unpack(tokens.getValues().toByteArray());
    }

    /** What stage 1 kept, for a later attempt of stage 2. */
    private float[] kept(String key, ModelConfig model) {
        byte[] halves;
        try {
            halves = objects.get(key);
        } catch (ObjectStoreException e) {
            if (e.reason() == ObjectStoreException.Reason.MISSING) {
                throw new PivotLostException(key, e);
            }
            throw e;
        }
        int expected = 2 * model.lowTokens() * model.width();
        if (halves.length != expected) {
            throw new InvalidTaskException(key + ": " + halves.length + " bytes (expected: " + expected
                    + ", 2 for each of tokens x width of " + model.name() + ")");
        }
        return PackedHalves.unpack(halves);
    }

    /** The image is done, so nobody will ask for its condition tokens again. */
    void forget(ConditionTokens tokens) {
        if (tokens.getPivotKey().isEmpty()) {
            return;
        }
        try {
            objects.delete(tokens.getPivotKey());
        } catch (ObjectStoreException e) {
            log.warn(
                    "Image {} is done, but its condition tokens stay: {}",
                    tokens.getTask().getLease().getImageId(),
                    e.getMessage());
        }
    }
}
