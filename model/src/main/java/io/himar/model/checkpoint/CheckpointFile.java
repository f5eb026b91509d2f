package io.himar.model.checkpoint;

import io.himar.model.checkpoint.torch.TorchCheckpoint;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.TensorContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Weights in a file, whatever its format; their values are read as streams while it is open.
 *
 * @param part the dictionary of the file that was taken, if it has several
 */
record CheckpointFile(Path path, Optional<String> part, Map<String, TensorContent> tensors, Closing closing)
        implements AutoCloseable {

    @FunctionalInterface
    interface Closing {
        void close() throws IOException;
    }

    /**
     * Opens a file by its first bytes, not its name.
     *
     * @param part the dictionary to take from a PyTorch file
     * @throws IOException in one sentence that names the file, if it is missing, damaged or of no known format
     */
    static CheckpointFile open(Path path, Optional<String> part) throws IOException {
        return switch (FileFormat.of(path)) {
            case TORCH_ZIP -> torch(path, part);
            case SAFETENSORS -> safetensors(path);
            case TORCH_LEGACY ->
                throw new CheckpointException(
                        path,
                        "in the format that PyTorch wrote before version 1.6 (expected: the zip format; load and save it"
                                + " again with a newer PyTorch, or convert it to safetensors)");
            case UNKNOWN ->
                throw new CheckpointException(path, "neither a file of torch.save nor safetensors, by its first bytes");
        };
    }

    private static CheckpointFile torch(Path path, Optional<String> part) throws IOException {
        TorchCheckpoint checkpoint = TorchCheckpoint.open(path, part);
        return new CheckpointFile(path, checkpoint.part(), checkpoint.tensors(), checkpoint::close);
    }

    private static CheckpointFile safetensors(Path path) throws IOException {
        SafetensorsFile file = SafetensorsFile.open(path);
        Map<String, TensorContent> tensors = new LinkedHashMap<>();
        for (String name : file.names()) {
            tensors.put(name, file.content(name));
        }
        return new CheckpointFile(path, Optional.empty(), tensors, file::close);
    }

    @Override
    public void close() throws IOException {
        closing.close();
    }
}
