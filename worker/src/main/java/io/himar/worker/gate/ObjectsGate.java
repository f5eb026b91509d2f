package io.himar.worker.gate;

import io.himar.storage.objects.ObjectStore;
import io.himar.storage.objects.ObjectStoreException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Whether object storage answers and has its bucket. After a refusal, or on a full disk, answering proves nothing: then
 * the gate stays shut until a small object could be stored.
 */
public final class ObjectsGate implements Gate {
    private static final byte[] TRIAL = "Whether objects can be stored".getBytes(StandardCharsets.UTF_8);

    private final ObjectStore objects;
    private final String trialKey;
    private boolean bucketEnsured;
    private volatile boolean suspect;

    /** @param trialKey key of the small object, which no other worker uses */
    public ObjectsGate(ObjectStore objects, String trialKey) {
        this.objects = objects;
        this.trialKey = trialKey;
    }

    @Override
    public String dependency() {
        return "objects";
    }

    /** Tells that storing failed though the storage answered. */
    public void suspect() {
        suspect = true;
    }

    @Override
    public Optional<String> shutBecause() {
        try {
            if (!objects.answers()) {
                bucketEnsured = false;
                return Optional.of("object storage does not answer");
            }
            if (!bucketEnsured) {
                // A missing bucket would fail every image; on a new installation nobody may have made it yet.
                objects.ensureBucket();
                bucketEnsured = true;
            }
            if (suspect) {
                objects.put(trialKey, TRIAL, "text/plain");
                objects.delete(trialKey);
                suspect = false;
            }
            return Optional.empty();
        } catch (ObjectStoreException e) {
            return Optional.of(e.getMessage());
        }
    }
}
