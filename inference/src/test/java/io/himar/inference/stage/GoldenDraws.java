package io.himar.inference.stage;

import io.himar.model.ModelConfig;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.TensorView;
import io.himar.model.sampling.ImageDraws;
import io.himar.model.sampling.MaskPlan;
import io.himar.model.sampling.MaskSchedule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** The recorded orders and noise of one image of a golden generation. */
final class GoldenDraws implements ImageDraws {
    private final SafetensorsFile generation;
    private final String prefix;
    private final int image;
    private final ModelConfig model;
    private final int pivotSteps;

    /**
     * Reads lazily.
     *
     * @param prefix {@code cfg} or {@code nocfg}
     * @param pivotSteps autoregressive steps of stage 1
     */
    GoldenDraws(SafetensorsFile generation, String prefix, int image, ModelConfig model, int pivotSteps) {
        this.generation = generation;
        this.prefix = prefix;
        this.image = image;
        this.model = model;
        this.pivotSteps = pivotSteps;
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
    public float[] noise(int stage, int step, int draw, int[] positions, int channels) {
        float[] all = stage == 0 ? pivot(step, draw, channels) : refine(step, draw, channels);
        float[] noise = new float[positions.length * channels];
        for (int row = 0; row < positions.length; row++) {
            System.arraycopy(all, positions[row] * channels, noise, row * channels, channels);
        }
        return noise;
    }

    /** Recorded for the predicted positions of all images, ascending within an image. */
    private float[] pivot(int step, int draw, int channels) {
        int tokens = model.lowTokens();
        int[] predicted = new MaskPlan(order(0, tokens), MaskSchedule.of(tokens, pivotSteps)).leaving(step);
        Arrays.sort(predicted);
        float[] recorded = recorded("s1.step%02d".formatted(step), draw);
        float[] noise = new float[tokens * channels];
        for (int row = 0; row < predicted.length; row++) {
            int from = (image * predicted.length + row) * channels;
            System.arraycopy(recorded, from, noise, predicted[row] * channels, channels);
        }
        return noise;
    }

    /** Recorded for all positions of all images, channel first. */
    private float[] refine(int step, int draw, int channels) {
        int tokens = model.denseTokens();
        float[] recorded = recorded("s2.step" + step, draw);
        float[] noise = new float[tokens * channels];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = recorded[image * noise.length + i % channels * tokens + i / channels];
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
