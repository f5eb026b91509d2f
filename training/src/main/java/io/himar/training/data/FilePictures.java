package io.himar.training.data;

import io.himar.training.torch.Tensors;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.bytedeco.pytorch.Tensor;

/** Pictures that lie in files and are decoded when they are needed and not in memory. */
final class FilePictures implements PictureSet {
    private final DecodedFiles decoded;
    private final int[] files;
    private final ExecutorService threads;

    /**
     * @param files which of them, in their order
     * @param threads that decode a batch
     */
    FilePictures(DecodedFiles decoded, int[] files, ExecutorService threads) {
        this.decoded = decoded;
        this.files = files;
        this.threads = threads;
    }

    @Override
    public int size() {
        return files.length;
    }

    @Override
    public int side() {
        return decoded.side();
    }

    @Override
    public List<String> classes() {
        return decoded.files().classes();
    }

    @Override
    public int label(int index) {
        return decoded.files().files().get(files[index]).label();
    }

    @Override
    public void read(int index, float[] target, int offset) {
        MemoryPictures.put(decoded.pixels(files[index]), target, offset, values());
    }

    @Override
    public Tensor batch(int[] indices) {
        float[] values = new float[Math.multiplyExact(indices.length, values())];
        List<Future<?>> reading = new ArrayList<>();
        for (int i = 0; i < indices.length; i++) {
            int index = indices[i];
            int offset = i * values();
            reading.add(threads.submit(() -> read(index, values, offset)));
        }
        reading.forEach(LoaderThreads::result);
        return Tensors.of(values, indices.length, 3, side(), side());
    }

    /** Of the picture's file, in the folder of its class. */
    String name(int index) {
        return decoded.files().files().get(files[index]).name();
    }
}
