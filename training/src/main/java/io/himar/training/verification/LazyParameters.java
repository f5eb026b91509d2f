package io.himar.training.verification;

import io.himar.model.Parameters;
import io.himar.model.Tensor;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.TensorView;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;

/** The weights of a safetensors file on LibTorch, each read when first asked for: a graph uses but part of them. */
final class LazyParameters implements Parameters {
    private final SafetensorsFile file;
    private final PointerScope scope;
    private final Map<String, Tensor> read = new HashMap<>();

    /**
     * @param file stays open while this is used
     * @param scope of the weights' native memory
     */
    LazyParameters(SafetensorsFile file, PointerScope scope) {
        this.file = file;
        this.scope = scope;
    }

    @Override
    public Tensor get(String name) {
        return read.computeIfAbsent(name, this::read);
    }

    private Tensor read(String name) {
        // Kept beyond the repetition of a loop that may be the first to ask for it.
        try (PointerScope own = new PointerScope()) {
            TensorView view = file.tensor(name);
            org.bytedeco.pytorch.Tensor value = Tensors.of(view.toFloats(), view.shape());
            scope.attach(value);
            own.detach(value);
            return new TorchTensor(value);
        } catch (IOException e) {
            throw new VerificationException(e.getMessage(), e);
        }
    }
}
