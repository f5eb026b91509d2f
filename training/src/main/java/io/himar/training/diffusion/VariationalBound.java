package io.himar.training.diffusion;

import static org.bytedeco.pytorch.global.torch.exp;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * One term of the variational bound, in bits a channel (Nichol and Dhariwal, 2021, section 3.1). The predicted noise is
 * taken as given, so that only the variance learns from it.
 */
final class VariationalBound {
    private static final double LN2 = Math.log(2);
    private static final double BIN_HALF_WIDTH = 1.0 / 255;
    private static final double EDGE = 0.999;
    private static final double LEAST_PROBABILITY = 1e-12;

    private final NoiseSchedule schedule;

    VariationalBound(NoiseSchedule schedule) {
        this.schedule = schedule;
    }

    /**
     * @param clean x_0 [..,C]
     * @param x x_t [..,C]
     * @param t [..]
     * @param noise the predicted noise [..,C]
     * @param variance the predicted interpolation v [..,C]
     * @return the term at t, [..]
     */
    Tensor at(Tensor clean, Tensor x, Tensor t, Tensor noise, Tensor variance) {
        Tensor fraction = variance.add(new Scalar(1.0)).mul(new Scalar(0.5));
        Tensor least = NoiseSchedule.at(schedule.posteriorLogVariance, t);
        Tensor most = NoiseSchedule.at(schedule.logBeta, t);
        Tensor logVariance =
                fraction.mul(most).add(fraction.neg().add(new Scalar(1.0)).mul(least));
        Tensor predicted = x.mul(NoiseSchedule.at(schedule.recipSignal, t))
                .sub(noise.detach().mul(NoiseSchedule.at(schedule.recipDeviation, t)));
        Tensor modelMean = posteriorMean(predicted, x, t);
        Tensor divergence = gaussianDivergence(posteriorMean(clean, x, t), least, modelMean, logVariance);
        Tensor likelihood = negativeLogLikelihood(clean, modelMean, logVariance.mul(new Scalar(0.5)));
        Tensor first = t.eq(new Scalar(0));
        return torch.where(first, bits(likelihood), bits(divergence));
    }

    private static Tensor bits(Tensor nats) {
        return nats.mean(-1).div(new Scalar(LN2));
    }

    private Tensor posteriorMean(Tensor clean, Tensor x, Tensor t) {
        return clean.mul(NoiseSchedule.at(schedule.posteriorFromX0, t))
                .add(x.mul(NoiseSchedule.at(schedule.posteriorFromX, t)));
    }

    private static Tensor gaussianDivergence(Tensor mean1, Tensor logVariance1, Tensor mean2, Tensor logVariance2) {
        Tensor difference = mean1.sub(mean2);
        return logVariance2
                .sub(logVariance1)
                .add(exp(logVariance1.sub(logVariance2)))
                .add(difference.mul(difference).mul(exp(logVariance2.neg())))
                .sub(new Scalar(1.0))
                .mul(new Scalar(0.5));
    }

    /** Of a value quantised to 256 levels in [-1,1], as the last step of the chain is scored. */
    private static Tensor negativeLogLikelihood(Tensor x, Tensor mean, Tensor logScale) {
        Tensor centred = x.sub(mean);
        Tensor inverse = exp(logScale.neg());
        Tensor upper = cumulative(inverse.mul(centred.add(new Scalar(BIN_HALF_WIDTH))));
        Tensor lower = cumulative(inverse.mul(centred.sub(new Scalar(BIN_HALF_WIDTH))));
        Tensor inside = logAtLeast(upper.sub(lower));
        Tensor above = logAtLeast(lower.neg().add(new Scalar(1.0)));
        Tensor bounded = torch.where(x.gt(new Scalar(EDGE)), above, inside);
        return torch.where(x.lt(new Scalar(-EDGE)), logAtLeast(upper), bounded).neg();
    }

    private static Tensor logAtLeast(Tensor probability) {
        return probability.clamp_min(new Scalar(LEAST_PROBABILITY)).log();
    }

    /** The tanh approximation of the normal distribution function, as released. */
    private static Tensor cumulative(Tensor x) {
        Tensor cubic = x.mul(x).mul(x).mul(new Scalar(0.044715));
        return x.add(cubic)
                .mul(new Scalar(Math.sqrt(2 / Math.PI)))
                .tanh()
                .add(new Scalar(1.0))
                .mul(new Scalar(0.5));
    }
}
