package io.himar.training.data;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/**
 * Reads batches ahead on several threads. What a batch holds depends on its number alone, so that the number of threads
 * changes nothing but the speed.
 */
public final class PictureLoader implements AutoCloseable {
    private final PictureSet pictures;
    private final LongFunction<Request> requests;
    private final int ahead;
    private final ExecutorService threads;
    private final Map<Long, Future<float[]>> reading = new HashMap<>();

    /**
     * @param indices of the pictures in a batch
     * @param mirrored which of them are to be mirrored left to right
     */
    public record Request(int[] indices, boolean[] mirrored) {}

    /** @param requests what batch k holds */
    public PictureLoader(PictureSet pictures, int threads, LongFunction<Request> requests) {
        this.pictures = pictures;
        this.requests = requests;
        this.ahead = threads;
        this.threads = LoaderThreads.start(threads);
    }

    /** All of so many pictures, one after another, {@code batch} at a time. */
    static LongFunction<Request> inOrder(int pictures, int batch) {
        return number -> {
            long first = Math.min(pictures, number * batch);
            int count = (int) Math.min(batch, pictures - first);
            return new Request(IntStream.range((int) first, (int) first + count).toArray(), new boolean[count]);
        };
    }

    /** The values of batch {@code number}, [n,3,side,side] in [-1,1]; batches are best asked for in order. */
    public float[] batch(long number) {
        for (long next = number; next <= number + ahead; next++) {
            reading.computeIfAbsent(next, k -> threads.submit(() -> read(requests.apply(k))));
        }
        return LoaderThreads.result(reading.remove(number));
    }

    private float[] read(Request request) {
        int[] indices = request.indices();
        float[] values = new float[Math.multiplyExact(indices.length, pictures.values())];
        for (int i = 0; i < indices.length; i++) {
            pictures.read(indices[i], values, i * pictures.values());
            if (request.mirrored()[i]) {
                mirror(values, i * pictures.values());
            }
        }
        return values;
    }

    private void mirror(float[] values, int offset) {
        int side = pictures.side();
        for (int row = 0; row < 3 * side; row++) {
            int start = offset + row * side;
            for (int x = 0; x < side / 2; x++) {
                float left = values[start + x];
                values[start + x] = values[start + side - 1 - x];
                values[start + side - 1 - x] = left;
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
