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
import static io.himar.model.sampling.SamplerColumn.UNCONDITIONAL;
import static io.himar.model.sampling.SamplerColumn.X_TO_X0;

import io.himar.model.sampling.SamplerColumn;
import java.util.List;

/**
 * Denoising with a diffusion head under classifier-free guidance, whose unconditional branch not every step computes.
 * The sampler is a table of coefficients, a row a step, so that DDPM, DDIM and DPM-Solver++ are one graph; see
 * {@link SamplerColumn}.
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
     * @param z backbone outputs [2B,n,D], the conditional half first, then the unconditional, of which nothing is used
     *     where guidance is 1
     * @param guidance [B,1]
     * @param noise [B,K,n,C]: the initial noise and one for every step, or the initial one alone
     * @param sampler [B,S,12], or [B,S,11] without {@link SamplerColumn#UNCONDITIONAL}
     * @param known what to re-noise to each step's level before it, or null
     * @return the denoised tokens [B,n,C]
     */
    Tensor run(Tensor z, Tensor guidance, Tensor noise, Tensor sampler, KnownTokens known) {
        Tensor conditions = head.condition(z);
        Tensor times = head.time(sampler.slice(2, T.index(), T.index() + 1));
        Tensor table = withUnconditional(sampler);
        Tensor initial = noise.select(1, ops.index(0));
        Tensor none = initial.times(0);
        List<Tensor> last = ops.loop(table, List.of(initial, none, none), (step, states) -> {
            Coefficients at = new Coefficients(table.select(1, step));
            Tensor x = known == null ? states.get(0) : renoise(states.get(0), known, initial, at);
            Tensor time = times.select(1, step).reshape(-1, 1, head.width());
            Guided guided = guide(x, time, conditions, new Guidance(guidance, at, states.get(2)));
            Tensor x0 = x.times(at.column(X_TO_X0)).minus(guided.noise().times(at.column(NOISE_TO_X0)));
            Tensor next = x.times(at.column(FROM_X))
                    .plus(x0.times(at.column(FROM_X0)))
                    .plus(states.get(1).times(at.column(FROM_PREVIOUS_X0)))
                    .plus(noise.select(1, step.plus(1)).times(deviation(guided.variance(), at)));
            return List.of(next, x0, guided.difference());
        });
        return last.get(0);
    }

    /** Behind a table of an earlier version, a column that computes the unconditional branch in every step. */
    private Tensor withUnconditional(Tensor sampler) {
        return ops.concat(2, sampler, sampler.slice(2, 0, 1).filled(1));
    }

    /** Known tokens take part at the step's own noise level, always with the same noise. */
    private static Tensor renoise(Tensor x, KnownTokens known, Tensor initial, Coefficients at) {
        Tensor diffused = known.tokens().times(at.column(SIGNAL)).plus(initial.times(at.column(DEVIATION)));
        return known.flags().choose(diffused, x);
    }

    /**
     * How one step is guided.
     *
     * @param scale [B,1]
     * @param difference the unconditional minus the conditional noise of the last step that computed both, [B,n,C]
     */
    private record Guidance(Tensor scale, Coefficients at, Tensor difference) {
        /** Whether both branches are computed, boolean [B,1]. */
        Tensor computesBoth() {
            return at.column(UNCONDITIONAL).reshape(-1, 1).differs(0);
        }
    }

    /**
     * The guided prediction.
     *
     * @param noise [B,n,C]
     * @param variance [B,n,C], or null if the head predicts none
     * @param difference the unconditional minus the conditional noise, [B,n,C]
     */
    private record Guided(Tensor noise, Tensor variance, Tensor difference) {}

    /** Noise guided, variance that of the conditional branch; both branches see the same x. */
    private Guided guide(Tensor x, Tensor time, Tensor conditions, Guidance guidance) {
        Tensor both = guidance.computesBoth();
        Tensor scale = guidance.scale();
        Branches branches = Branches.of(ops, both.choose(scale, scale.filled(1)));
        DiffusionHead.Prediction all =
                head.predict(branches.rows(x), branches.rows(time), branches.ofHalves(conditions));
        Tensor conditional = branches.conditional(all.noise());
        Tensor computed = branches.unconditional(all.noise());
        Tensor bothComputed = both.reshape(-1, 1, 1);
        Tensor unconditional = bothComputed.choose(computed, conditional.plus(guidance.difference()));
        Tensor guided = unconditional.plus(scale.reshape(-1, 1, 1).times(conditional.minus(unconditional)));
        return new Guided(
                guided,
                all.variance() == null ? null : branches.conditional(all.variance()),
                bothComputed.choose(computed.minus(conditional), guidance.difference()));
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

    /** One row of the sampler, [B,12] or more. */
    private record Coefficients(Tensor row) {
        Tensor column(SamplerColumn column) {
            return row.slice(1, column.index(), column.index() + 1).reshape(-1, 1, 1);
        }
    }
}
