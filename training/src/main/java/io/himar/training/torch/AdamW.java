package io.himar.training.torch;

import io.himar.model.ParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * AdamW with decoupled weight decay (Loshchilov and Hutter, 2019) and clipping of the joint gradient norm, on the flat
 * vector of all parameters.
 */
public final class AdamW {
    private final Settings settings;
    private final TrainableParameters parameters;
    private final Tensor decay;
    private final Tensor mean;
    private final Tensor square;
    private long step;

    /**
     * @param beta1 decay of the gradient's moving mean
     * @param beta2 decay of the squared gradient's moving mean
     * @param epsilon added to the root of the squared mean
     * @param weightDecay rate of the parameters that decay
     * @param clipNorm largest joint norm of the gradient; larger ones are scaled down to it
     */
    public record Settings(double beta1, double beta2, double epsilon, double weightDecay, double clipNorm) {}

    /** @param decays which parameters decay */
    public AdamW(TrainableParameters parameters, Settings settings, Predicate<ParameterSpec> decays) {
        this.settings = settings;
        this.parameters = parameters;
        this.mean = torch.zeros_like(parameters.flat());
        this.square = torch.zeros_like(parameters.flat());
        this.decay = Tensors.of(
                decayMask(parameters.specs(), decays), parameters.flat().numel());
    }

    private static float[] decayMask(List<ParameterSpec> specs, Predicate<ParameterSpec> decays) {
        long total = specs.stream().mapToLong(ParameterSpec::entries).sum();
        float[] mask = new float[Math.toIntExact(total)];
        int offset = 0;
        for (ParameterSpec spec : specs) {
            int end = Math.toIntExact(offset + spec.entries());
            Arrays.fill(mask, offset, end, decays.test(spec) ? 1 : 0);
            offset = end;
        }
        return mask;
    }

    /**
     * Takes one step along the gradients that the last backward pass left, and clears them.
     *
     * @return the gradient's norm before clipping; where it is not finite nothing was changed
     */
    public double step(double learningRate) {
        Tensor gradient = parameters.gradient();
        double norm = gradient.norm().item_double();
        parameters.clearGradient();
        if (!Double.isFinite(norm)) {
            return norm;
        }
        if (norm > settings.clipNorm()) {
            gradient.mul_(new Scalar(settings.clipNorm() / (norm + 1e-6)));
        }
        step++;
        mean.mul_(new Scalar(settings.beta1())).add_(gradient, new Scalar(1 - settings.beta1()));
        square.mul_(new Scalar(settings.beta2())).addcmul_(gradient, gradient, new Scalar(1 - settings.beta2()));
        double correction1 = 1 - Math.pow(settings.beta1(), (double) step);
        double correction2 = 1 - Math.pow(settings.beta2(), (double) step);
        Tensor flat = parameters.flat();
        flat.addcmul_(flat, decay, new Scalar(-learningRate * settings.weightDecay()));
        Tensor denominator =
                square.sqrt().div_(new Scalar(Math.sqrt(correction2))).add_(new Scalar(settings.epsilon()));
        flat.addcdiv_(mean, denominator, new Scalar(-learningRate / correction1));
        return norm;
    }

    /** The moving means and the number of steps, for a checkpoint. */
    public State state() {
        return new State(step, Tensors.floats(mean), Tensors.floats(square));
    }

    public void restore(State state) {
        step = state.step();
        mean.copy_(Tensors.of(state.mean(), state.mean().length));
        square.copy_(Tensors.of(state.square(), state.square().length));
    }

    public record State(long step, float[] mean, float[] square) {}
}
