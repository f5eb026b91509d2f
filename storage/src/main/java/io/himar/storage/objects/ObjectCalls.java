package io.himar.storage.objects;

import java.util.function.Supplier;

/** Who stands around the calls of an {@link ObjectStore}, to see what they are and how long they take. */
public interface ObjectCalls {
    /** Nobody does. */
    ObjectCalls UNWATCHED = new ObjectCalls() {
        @Override
        public <T> T watch(String operation, String key, Supplier<T> call) {
            return call.get();
        }
    };

    /**
     * Does a call and gives on what it gives, or the {@link ObjectStoreException} that it throws.
     *
     * @param operation what S3 calls it, for example {@code PutObject}
     * @param key of the object; empty if it is for several or none
     */
    <T> T watch(String operation, String key, Supplier<T> call);
}
