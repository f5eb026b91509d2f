package io.himar.inference.stage;

import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.TensorView;
import io.himar.model.sampling.ImageDraws;
import io.himar.model.sampling.MaskSchedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** The recorded orders and noise of one image of a golden generation. */
final class GoldenDraws implements ImageDraws {
    private final SafetensorsFile generation;
    private final String prefix;
    private final int image;
    private final int[] steps;

    /**
     * Reads lazily.
     *
     * @param prefix {@code cfg} or {@code nocfg}
     * @param steps autoregressive steps of both stages
     */
    GoldenDraws(SafetensorsFile generation, String prefix, int image, int... steps) {
        this.generation = generation;
        this.prefix = prefix;
        this.image = image;
        this.steps = steps;
    }

    @Override
    public int[] order(int stage, int tokens) {
        TensorView orders = tensor("orders");
        int all = (int) orders.shape()[1];
        int offset = stage == 0 ? 0 : all - tokens;
        return Arrays.stream(orders.toLongs(), image * all + offset, image * all + offset + tokens)
                .mapToInt(slot -> (int) slot - offset)
                .toArray();
    }

    @Override
    public float[] noise(int stage, int step, int draw, int positions, int channels) {
        return stage == 0 ? pivot(step, draw, positions, channels) : refine(step, draw, positions, channels);
    }

    /** Recorded for the predicted positions of all images, ascending within an image. */
    private float[] pivot(int step, int draw, int positions, int channels) {
        MaskSchedule schedule = MaskSchedule.of(positions, steps[0]);
        int start = schedule.maskedBefore(step) - schedule.predicted(step);
        int[] predicted = Arrays.copyOfRange(order(0, positions), start, schedule.maskedBefore(step));
        Arrays.sort(predicted);
        float[] recorded = recorded("s1.step%02d".formatted(step), draw);
        float[] noise = new float[positions * channels];
        for (int row = 0; row < predicted.length; row++) {
            int from = (image * predicted.length + row) * channels;
            System.arraycopy(recorded, from, noise, predicted[row] * channels, channels);
        }
        return noise;
    }

    /** Recorded for all positions of all images, channel first. */
    private float[] refine(int step, int draw, int positions, int channels) {
        float[] recorded = recorded("s2.step" + step, draw);
        float[] noise = new float[positions * channels];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = recorded[image * noise.length + i % channels * positions + i / channels];
        }
        return noise;
    }

    private float[] recorded(String step, int draw) {
        float[] initial = tensor(prefix + "." + step + ".noise_init").toFloats();
        if (draw == 0) {
            return initial;
        }
        float[] later = tensor(prefix + "." + step + ".noise_steps").toFloats();
        return Arrays.copyOfRange(later, (draw - 1) * initial.length, draw * initial.length);
    }

    private TensorView tensor(String name) {
        try {
            return generation.tensor(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
