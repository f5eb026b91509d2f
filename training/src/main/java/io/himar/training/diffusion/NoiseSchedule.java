package io.himar.training.diffusion;

import io.himar.model.sampling.DiffusionSchedule;
import io.himar.training.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/** The full 1000-step chain as tables that are looked up by step (model.md, section 5). */
final class NoiseSchedule {
    static final int STEPS = DiffusionSchedule.TRAINING_STEPS;

    final Tensor signal;
    final Tensor deviation;
    final Tensor recipSignal;
    final Tensor recipDeviation;
    final Tensor posteriorFromX0;
    final Tensor posteriorFromX;
    final Tensor posteriorLogVariance;
    final Tensor logBeta;

    NoiseSchedule() {
        DiffusionSchedule schedule = DiffusionSchedule.cosine();
        signal = table(schedule.sqrtAlphasCumprod());
        deviation = table(schedule.sqrtOneMinusAlphasCumprod());
        recipSignal = table(schedule.sqrtRecipAlphasCumprod());
        recipDeviation = table(schedule.sqrtRecipm1AlphasCumprod());
        posteriorFromX0 = table(schedule.posteriorMeanCoef1());
        posteriorFromX = table(schedule.posteriorMeanCoef2());
        posteriorLogVariance = table(schedule.posteriorLogVarianceClipped());
        logBeta = table(schedule.logBetas());
    }

    private static Tensor table(double[] values) {
        float[] single = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            single[i] = (float) values[i];
        }
        return Tensors.of(single, values.length);
    }

    /** The table's entries at steps [..] as [..,1], to be broadcast over channels. */
    static Tensor at(Tensor table, Tensor t) {
        return table.index_select(0, t.reshape(-1)).reshape(shapeWithOne(t));
    }

    private static long[] shapeWithOne(Tensor t) {
        long[] shape = new long[(int) t.dim() + 1];
        for (int i = 0; i < shape.length - 1; i++) {
            shape[i] = t.size(i);
        }
        shape[shape.length - 1] = 1;
        return shape;
    }

    /** x_t of clean tokens [..,C] with the given noise at steps t [..]. */
    Tensor diffuse(Tensor clean, Tensor noise, Tensor t) {
        return clean.mul(at(signal, t)).add(noise.mul(at(deviation, t)));
    }
}
