package io.himar.worker;

import io.himar.storage.objects.ObjectStore;
import io.himar.storage.objects.ObjectStoreException;
import io.himar.worker.gate.ObjectsGate;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Object storage as a stage uses it. What may pass is tried some times, with growing pauses that differ from worker to
 * worker, before the image is given back for it. Where storing is refused, the worker's gate hears of it.
 */
public final class WorkObjects {
    private static final int TRIES = 4;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final int PAUSE_GROWTH = 3;

    private final ObjectStore objects;
    private final ObjectsGate gate;

    WorkObjects(ObjectStore objects, ObjectsGate gate) {
        this.objects = objects;
        this.gate = gate;
    }

    /** See {@link ObjectStore#put}. */
    public void put(String key, byte[] bytes, String contentType) {
        patiently(() -> {
            objects.put(key, bytes, contentType);
            return key;
        });
    }

    /** See {@link ObjectStore#get}. */
    public byte[] get(String key) {
        return patiently(() -> objects.get(key));
    }

    private <T> T patiently(Supplier<T> call) {
        Duration pause = FIRST_PAUSE;
        for (int tries = 1; ; tries++) {
            try {
                return call.get();
            } catch (ObjectStoreException e) {
                if (tries == TRIES || !mayPass(e) || !slept(pause)) {
                    suspect(e);
                    throw e;
                }
                pause = pause.multipliedBy(PAUSE_GROWTH);
            }
        }
    }

    private static boolean mayPass(ObjectStoreException e) {
        return switch (e.reason()) {
            case UNREACHABLE, FAILED -> true;
            case REFUSED, FULL, MISSING -> false;
        };
    }

    private void suspect(ObjectStoreException e) {
        if (e.reason() == ObjectStoreException.Reason.FULL || e.reason() == ObjectStoreException.Reason.REFUSED) {
            gate.suspect();
        }
    }

    /** Sleeps for half the pause to the whole of it. */
    private static boolean slept(Duration pause) {
        try {
            long half = pause.toMillis() / 2;
            Thread.sleep(half + ThreadLocalRandom.current().nextLong(half));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
