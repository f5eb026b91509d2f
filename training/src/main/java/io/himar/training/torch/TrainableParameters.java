package io.himar.training.torch;

import io.himar.model.ParameterSpec;
import io.himar.model.Parameters;
import io.himar.model.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The parameters of a network in training. All values lie in one flat tensor of which each parameter is a view, so that
 * the optimizer, the moving average and a checkpoint each handle one long vector instead of hundreds of short ones.
 */
public final class TrainableParameters implements Parameters {
    private final List<ParameterSpec> specs;
    private final org.bytedeco.pytorch.Tensor flat;
    private final Map<String, TorchTensor> views = new LinkedHashMap<>();

    private TrainableParameters(List<ParameterSpec> specs, org.bytedeco.pytorch.Tensor flat) {
        this.specs = List.copyOf(specs);
        this.flat = flat;
        long offset = 0;
        for (ParameterSpec spec : specs) {
            org.bytedeco.pytorch.Tensor view = flat.narrow(0, offset, spec.entries())
                    .view(spec.shape().stream().mapToLong(Long::longValue).toArray())
                    .detach();
            view.requires_grad_(spec.trained());
            views.put(spec.name(), new TorchTensor(view));
            offset += spec.entries();
        }
    }

    /**
     * @param values each parameter's values, row-major
     * @throws IllegalArgumentException naming a parameter whose values are missing or of another number
     */
    public static TrainableParameters of(List<ParameterSpec> specs, Map<String, float[]> values) {
        long total = specs.stream().mapToLong(ParameterSpec::entries).sum();
        float[] all = new float[Math.toIntExact(total)];
        int offset = 0;
        for (ParameterSpec spec : specs) {
            float[] own = values.get(spec.name());
            if (own == null || own.length != spec.entries()) {
                throw new IllegalArgumentException(spec.name() + ": " + (own == null ? "missing" : own.length)
                        + " (expected: " + spec.entries() + " values of shape " + spec.shape() + ")");
            }
            System.arraycopy(own, 0, all, offset, own.length);
            offset += own.length;
        }
        return new TrainableParameters(specs, Tensors.of(all, total));
    }

    @Override
    public Tensor get(String name) {
        TorchTensor view = views.get(name);
        if (view == null) {
            throw new IllegalArgumentException("there is no parameter " + name);
        }
        return view;
    }

    /** All values, one after another in the order of the specifications. */
    public org.bytedeco.pytorch.Tensor flat() {
        return flat;
    }

    public List<ParameterSpec> specs() {
        return specs;
    }

    /** The gradients in the same order; zero where a parameter took no part. */
    org.bytedeco.pytorch.Tensor gradient() {
        TensorVector parts = new TensorVector();
        for (ParameterSpec spec : specs) {
            org.bytedeco.pytorch.Tensor value = views.get(spec.name()).value();
            org.bytedeco.pytorch.Tensor gradient = value.grad();
            parts.push_back(
                    gradient.defined()
                            ? gradient.reshape(-1)
                            : torch.zeros_like(value).reshape(-1));
        }
        return torch.cat(parts, 0);
    }

    /** Forgets the gradients, so that the next backward pass starts afresh. */
    void clearGradient() {
        for (TorchTensor view : views.values()) {
            org.bytedeco.pytorch.Tensor gradient = view.value().grad();
            if (gradient.defined()) {
                gradient.zero_();
            }
        }
    }

    /** Another network of the same shape with a copy of the given flat values, without gradients. */
    public TrainableParameters withValues(org.bytedeco.pytorch.Tensor values) {
        List<ParameterSpec> frozen = new ArrayList<>(specs);
        return new TrainableParameters(frozen, values.detach().clone());
    }

    /** The values of each parameter, row-major. */
    public Map<String, float[]> values() {
        Map<String, float[]> values = new LinkedHashMap<>();
        views.forEach((name, view) -> values.put(name, Tensors.floats(view.value())));
        return values;
    }
}
