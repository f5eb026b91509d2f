package io.himar.model;

import static io.himar.model.sampling.SamplerColumn.DEVIATION;
import static io.himar.model.sampling.SamplerColumn.FROM_PREVIOUS_X0;
import static io.himar.model.sampling.SamplerColumn.FROM_X;
import static io.himar.model.sampling.SamplerColumn.FROM_X0;
import static io.himar.model.sampling.SamplerColumn.LOG_VARIANCE_MAX;
import static io.himar.model.sampling.SamplerColumn.LOG_VARIANCE_MIN;
import static io.himar.model.sampling.SamplerColumn.NOISE_SCALE;
import static io.himar.model.sampling.SamplerColumn.NOISE_TO_X0;
import static io.himar.model.sampling.SamplerColumn.SIGNAL;
import static io.himar.model.sampling.SamplerColumn.T;
import static io.himar.model.sampling.SamplerColumn.X_TO_X0;

import io.himar.model.sampling.SamplerColumn;
import java.util.List;

/**
 * Denoising with a diffusion head under classifier-free guidance. The sampler is a table of coefficients, a row a step,
 * so that DDPM, DDIM and DPM-Solver++ are one graph; see {@link SamplerColumn}.
 */
final class DenoisingLoop {
    private final Ops ops;
    private final DiffusionHead head;

    DenoisingLoop(Ops ops, DiffusionHead head) {
        this.ops = ops;
        this.head = head;
    }

    /** Clean tokens [B,n,C] that the loop must keep, and where: boolean [B,n,1], true where known. */
    record KnownTokens(Tensor tokens, Tensor flags) {}

    /**
     * @param z backbone outputs [2B,n,D], the conditional half first, then the unconditional, which is not read where
     *     guidance is 1
     * @param guidance [B,1]
     * @param noise [B,K,n,C]: the initial noise and one for every step, or the initial one alone
     * @param sampler [B,S,11]
     * @param known what to re-noise to each step's level before it, or null
     * @return the denoised tokens [B,n,C]
     */
    Tensor run(Tensor z, Tensor guidance, Tensor noise, Tensor sampler, KnownTokens known) {
        Branches branches = Branches.of(ops, guidance);
        Tensor condition = head.condition(branches.ofHalves(z));
        Tensor times = head.time(sampler.slice(2, T.index(), T.index() + 1));
        Tensor scale = guidance.reshape(-1, 1, 1);
        Tensor initial = noise.select(1, ops.index(0));
        List<Tensor> last = ops.loop(sampler, List.of(initial, initial.times(0)), (step, states) -> {
            Coefficients at = new Coefficients(sampler.select(1, step));
            Tensor x = known == null ? states.get(0) : renoise(states.get(0), known, initial, at);
            Tensor time = times.select(1, step).reshape(-1, 1, head.width());
            DiffusionHead.Prediction guided = guide(branches, x, time, condition, scale);
            Tensor x0 = x.times(at.column(X_TO_X0)).minus(guided.noise().times(at.column(NOISE_TO_X0)));
            Tensor next = x.times(at.column(FROM_X))
                    .plus(x0.times(at.column(FROM_X0)))
                    .plus(states.get(1).times(at.column(FROM_PREVIOUS_X0)))
                    .plus(noise.select(1, step.plus(1)).times(deviation(guided.variance(), at)));
            return List.of(next, x0);
        });
        return last.get(0);
    }

    /** Known tokens take part at the step's own noise level, always with the same noise. */
    private static Tensor renoise(Tensor x, KnownTokens known, Tensor initial, Coefficients at) {
        Tensor diffused = known.tokens().times(at.column(SIGNAL)).plus(initial.times(at.column(DEVIATION)));
        return known.flags().choose(diffused, x);
    }

    /** Noise guided, variance that of the conditional branch; both branches see the same x. */
    private DiffusionHead.Prediction guide(Branches branches, Tensor x, Tensor time, Tensor condition, Tensor scale) {
        DiffusionHead.Prediction all = head.predict(branches.rows(x), branches.rows(time), condition);
        Tensor conditional = branches.conditional(all.noise());
        Tensor unconditional = branches.unconditional(all.noise());
        Tensor noise = unconditional.plus(scale.times(conditional.minus(unconditional)));
        return new DiffusionHead.Prediction(
                noise, all.variance() == null ? null : branches.conditional(all.variance()));
    }

    private static Tensor deviation(Tensor variance, Coefficients at) {
        Tensor most = at.column(LOG_VARIANCE_MAX);
        Tensor logVariance = most;
        if (variance != null) {
            Tensor fraction = variance.plus(1).times(0.5);
            Tensor least = at.column(LOG_VARIANCE_MIN);
            logVariance = least.plus(fraction.times(most.minus(least)));
        }
        return logVariance.times(0.5).exp().times(at.column(NOISE_SCALE));
    }

    /** One row of the sampler, [B,11]. */
    private record Coefficients(Tensor row) {
        Tensor column(SamplerColumn column) {
            return row.slice(1, column.index(), column.index() + 1).reshape(-1, 1, 1);
        }
    }
}
