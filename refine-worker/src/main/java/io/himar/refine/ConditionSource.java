package io.himar.refine;

import io.himar.contracts.RefineTask;
import io.himar.inference.stage.PackedHalves;
import io.himar.model.ModelConfig;
import io.himar.storage.objects.ObjectStoreException;
import io.himar.worker.InvalidTaskException;
import io.himar.worker.PivotLostException;
import io.himar.worker.WorkObjects;
import java.util.Optional;

/** Where stage 2 gets the condition tokens from: the record that its task names, or the object that stage 1 kept. */
final class ConditionSource {
    private final TokensReader records;
    private final WorkObjects objects;

    ConditionSource(TokensReader records, WorkObjects objects) {
        this.records = records;
        this.objects = objects;
    }

    /**
     * The condition tokens of an image, row-major [Ns, D].
     *
     * @throws PivotLostException if neither has them
     * @throws InvalidTaskException if those that were kept do not fit the model
     */
    float[] of(RefineTask task, ModelConfig model) {
        int bytes = Short.BYTES * model.lowTokens() * model.width();
        Optional<byte[]> recorded = task.hasTokens() ? records.read(task, bytes) : Optional.empty();
        return PackedHalves.unpack(recorded.orElseGet(() -> kept(task.getPivotKey(), bytes, model)));
    }

    private byte[] kept(String key, int bytes, ModelConfig model) {
        byte[] halves;
        try {
            halves = objects.get(key);
        } catch (ObjectStoreException e) {
            if (e.reason() == ObjectStoreException.Reason.MISSING) {
                throw new PivotLostException(key, e);
            }
            throw e;
        }
        if (halves.length != bytes) {
            throw new InvalidTaskException(key + ": " + halves.length + " bytes (expected: " + bytes
                    + ", 2 for each of tokens x width of " + model.name() + ")");
        }
        return halves;
    }
}
