package io.himar.training.data;

import io.himar.model.safetensors.HalfPrecision;
import io.himar.training.file.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.IntFunction;

/**
 * What a text encoder that is not trained makes of captions, computed once and kept in a file in half precision: of
 * each caption the slots that hold a token, one caption after another. Letters: T slots of a context, E their width.
 */
public final class ContextFile {
    private final Path file;
    private final int width;
    private final long[] starts;

    private ContextFile(Path file, int[] lengths, int width) {
        this.file = file;
        this.width = width;
        this.starts = new long[lengths.length + 1];
        for (int i = 0; i < lengths.length; i++) {
            starts[i + 1] = starts[i] + (long) lengths[i] * width;
        }
    }

    /**
     * Opens the contexts, and computes them first where there is no such file.
     *
     * @param file whose name tells these captions and their encoder from others
     * @param lengths tokens of each caption
     * @param width E
     * @param encoder the context of a caption, at least its tokens, [length,E]
     */
    public static ContextFile open(Path file, int[] lengths, int width, IntFunction<float[]> encoder) {
        ContextFile contexts = new ContextFile(file, lengths, width);
        try {
            if (Files.notExists(file) || Files.size(file) != Short.BYTES * contexts.starts[lengths.length]) {
                contexts.write(encoder);
            }
            return contexts;
        } catch (IOException e) {
            throw new UncheckedIOException("the contexts " + file + " cannot be written: " + e.getMessage(), e);
        }
    }

    private void write(IntFunction<float[]> encoder) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Path staged = file.resolveSibling(file.getFileName() + DurableFile.STAGING);
        try (FileChannel channel = FileChannel.open(
                staged, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (int caption = 0; caption < starts.length - 1; caption++) {
                ByteBuffer halves = buffer(caption);
                float[] values = encoder.apply(caption);
                for (int i = 0; halves.hasRemaining(); i++) {
                    halves.putShort(HalfPrecision.fromFloat(values[i]));
                }
                halves.flip();
                while (halves.hasRemaining()) {
                    channel.write(halves);
                }
            }
            channel.force(true);
        }
        Files.move(staged, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private ByteBuffer buffer(int caption) {
        int bytes = Math.toIntExact(Short.BYTES * (starts[caption + 1] - starts[caption]));
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Tokens of a caption. */
    public int length(int caption) {
        return (int) ((starts[caption + 1] - starts[caption]) / width);
    }

    /**
     * Puts contexts one after another; the slots of padding are zero.
     *
     * @param captions which
     * @param slots T
     * @return [captions,T,E]
     */
    public float[] read(int[] captions, int slots) {
        float[] values = new float[Math.multiplyExact(captions.length, slots * width)];
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            for (int i = 0; i < captions.length; i++) {
                ByteBuffer halves = buffer(captions[i]);
                long position = Short.BYTES * starts[captions[i]];
                while (halves.hasRemaining()) {
                    if (channel.read(halves, position + halves.position()) < 0) {
                        throw new IOException("it is cut short");
                    }
                }
                halves.flip();
                for (int at = i * slots * width; halves.hasRemaining(); at++) {
                    values[at] = HalfPrecision.toFloat(halves.getShort());
                }
            }
            return values;
        } catch (IOException e) {
            throw new UncheckedIOException("the contexts " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
