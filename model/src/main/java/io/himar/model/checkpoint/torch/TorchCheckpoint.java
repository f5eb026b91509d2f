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

    /** Where trainers put the weights, the average of them first: the released evaluation uses it. */
    private static final List<String> PARTS = List.of("model_ema", "model", "state_dict");

    private final TorchFile source;
    private final Optional<String> part;
    private final Map<String, TensorContent> tensors;

    private TorchCheckpoint(TorchFile source, Optional<String> part, Map<String, TensorContent> tensors) {
        this.source = source;
        this.part = part;
        this.tensors = Collections.unmodifiableMap(tensors);
    }

    /**
     * Opens a file and reads its structure; values are read when asked for.
     *
     * @param part the dictionary to take, such as {@code model}; where none is given the first of {@code model_ema},
     *     {@code model} and {@code state_dict}, else the file is taken for the weights themselves
     * @throws TorchFileException in one sentence, if the file is damaged, names what is not known, or holds no weights
     */
    public static TorchCheckpoint open(Path file, Optional<String> part) throws IOException {
        TorchFile source = TorchFile.open(file);
        try {
            if (!(source.root() instanceof Map<?, ?> root)) {
                throw new TorchFileException(file, "its pickle is no dictionary (expected: a checkpoint's)");
            }
            Optional<String> chosen = part.or(() ->
                    PARTS.stream().filter(key -> root.get(key) instanceof Map).findFirst());
            Map<?, ?> weights = chosen.isPresent() ? part(file, root, chosen.get()) : root;
            return new TorchCheckpoint(source, chosen, tensors(source, weights));
        } catch (IOException | RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private static Map<?, ?> part(Path file, Map<?, ?> root, String key) throws TorchFileException {
        if (root.get(key) instanceof Map<?, ?> part) {
            return part;
        }
        List<String> parts = root.entrySet().stream()
                .filter(entry -> entry.getKey() instanceof String && entry.getValue() instanceof Map)
                .map(entry -> (String) entry.getKey())
                .limit(10)
                .toList();
        throw new TorchFileException(file, "holds no dictionary " + key + " (expected: one of " + parts + ")");
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
            tensors.put(name, new TorchTensor(source, view));
        }
        return tensors;
    }

    /** The dictionary that was taken, if the weights are not the whole file. */
    public Optional<String> part() {
        return part;
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
