package io.himar.model.checkpoint;

import io.himar.model.checkpoint.torch.TorchCheckpoint;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.TensorContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Weights in a file, whatever its format; their values are read as streams while it is open.
 *
 * @param part the dictionary of the file that was taken, if it has several
 * @param leftParts other dictionaries of tensors in the file
 */
public record CheckpointFile(
        Path path, Optional<String> part, List<String> leftParts, Map<String, TensorContent> tensors, Closing closing)
        implements AutoCloseable {

    @FunctionalInterface
    public interface Closing {
        void close() throws IOException;
    }

    /**
     * Opens a file by its first bytes, not its name.
     *
     * @param part the dictionary to take from a PyTorch file
     * @throws IOException in one sentence that names the file, if it is missing, damaged or of no known format
     */
    public static CheckpointFile open(Path path, Optional<String> part) throws IOException {
        return switch (FileFormat.of(path)) {
            case TORCH_ZIP, TORCH_LEGACY -> torch(path, part);
            case SAFETENSORS -> safetensors(path);
            case TORCH_TAR ->
                throw new CheckpointException(
                        path,
                        "in the tar format of PyTorch's first versions (expected: a later one; load and save it again"
                                + " with a newer PyTorch, or convert it to safetensors)");
            case UNKNOWN ->
                throw new CheckpointException(path, "neither a file of torch.save nor safetensors, by its first bytes");
        };
    }

    private static CheckpointFile torch(Path path, Optional<String> part) throws IOException {
        TorchCheckpoint checkpoint = TorchCheckpoint.open(path, part);
        return new CheckpointFile(
                path, checkpoint.part(), checkpoint.leftParts(), checkpoint.tensors(), checkpoint::close);
    }

    private static CheckpointFile safetensors(Path path) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        Map<String, TensorContent> tensors = new LinkedHashMap<>();
        for (String name : file.names()) {
            tensors.put(name, file.content(name));
        }
        return new CheckpointFile(path, Optional.empty(), List.of(), tensors, file::close);
    }

    /** The same file with its tensors under other names. */
    CheckpointFile with(Map<String, TensorContent> renamed) {
        return new CheckpointFile(path, part, leftParts, renamed, closing);
    }

    /** Whether a tensor can be weights. */
    public static boolean isFloating(TensorContent tensor) {
        return Elements.floating(tensor.dtype());
    }

    /**
     * A tensor's values in single precision, row-major.
     *
     * @throws CheckpointException if it has values of no floating type
     */
    public float[] floats(String name) throws IOException {
        TensorContent tensor = tensors.get(name);
        if (!isFloating(tensor)) {
            throw new CheckpointException(path, name + " is " + tensor.dtype() + " (expected: a floating type)");
        }
        byte[] bytes;
        try (InputStream in = tensor.open()) {
            bytes = in.readAllBytes();
        }
        ByteBuffer source = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        float[] values = new float[bytes.length / tensor.dtype().bytes()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) Elements.get(source, tensor.dtype());
        }
        return values;
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
