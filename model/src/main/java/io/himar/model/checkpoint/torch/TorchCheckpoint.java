package io.himar.model.checkpoint.torch;

import io.himar.model.safetensors.TensorContent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The weights in a file of {@code torch.save}. */
public final class TorchCheckpoint implements AutoCloseable {

    private final TorchFile source;
    private final Optional<String> part;
    private final List<String> leftParts;
    private final Map<String, TensorContent> tensors;

    private TorchCheckpoint(
            TorchFile source, Optional<String> part, List<String> leftParts, Map<String, TensorContent> tensors) {
        this.source = source;
        this.part = part;
        this.leftParts = List.copyOf(leftParts);
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /**
     * Opens a file and reads its structure; values are read when asked for.
     *
     * @param part the dictionary to take, such as {@code model}; where none is given, the averaged weights under one of
     *     their usual names, else the weights under one of theirs, else the file is taken for the weights themselves
     * @throws TorchFileException in one sentence, if the file is damaged, names what does harm, or holds no weights
     */
    public static TorchCheckpoint open(Path file, Optional<String> part) throws IOException {
        TorchFile source = TorchFile.open(file);
        try {
            if (!(source.root() instanceof Map<?, ?> root)) {
                throw new TorchFileException(file, "its pickle is no dictionary (expected: a checkpoint's)");
            }
            WeightParts parts = WeightParts.of(root);
            Optional<String> chosen = part.or(parts::usual);
            Map<?, ?> weights = chosen.isPresent() ? part(file, parts, chosen.get()) : root;
            List<String> left = chosen.isPresent() ? parts.without(chosen.get()) : List.of();
            return new TorchCheckpoint(source, chosen, left, tensors(source, weights));
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static Map<?, ?> part(Path file, WeightParts parts, String key) throws TorchFileException {
        return parts.find(key)
                .orElseThrow(() -> new TorchFileException(
                        file, "holds no dictionary " + key + " (expected: one of " + parts.names() + ")"));
    }

    private static Map<String, TensorContent> tensors(TorchFile source, Map<?, ?> weights) throws TorchFileException {
        Map<String, TensorContent> tensors = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : weights.entrySet()) {
            if (!(entry.getKey() instanceof String name)) {
                throw new TorchFileException(source.file(), "its weights have a name that is no text");
            }
            if (!(entry.getValue() instanceof StridedTensor view)) {
                throw new TorchFileException(
                        source.file(),
                        "its entry " + name
                                + (entry.getValue() instanceof Map
                                        ? " is a dictionary (expected: a tensor; the part to take can be named)"
                                        : " is no tensor"));
            }
            tensors.put(name, new StoredTensor(source, view));
        }
        return tensors;
    }

    /** The dictionary that was taken, if the weights are not the whole file. */
    public Optional<String> part() {
        return part;
    }

    /** Other dictionaries of tensors in the file. */
    public List<String> leftParts() {
        return leftParts;
    }

    /** The tensors by name, in the file's order; they can be read while this is open. */
    public Map<String, TensorContent> tensors() {
        return tensors;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
