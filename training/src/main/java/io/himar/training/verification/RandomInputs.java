package io.himar.training.verification;

import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import io.himar.model.onnx.runtime.GraphInput;
import io.himar.model.sampling.GenerationOrder;
import io.himar.model.sampling.Noise;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.SamplerTable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/** Inputs of the graphs as a generation might have them in its middle, drawn from a seed. */
final class RandomInputs {
    private static final float TEMPERATURE = 1;
    private static final float GUIDANCE = 2.5f;
    private static final int PIVOT = 0;
    private static final int REFINE = 1;

    private final ModelConfig config;
    private final int images;
    private final int denoisingSteps;
    private final long seed;
    private final SplittableRandom random;

    RandomInputs(ModelConfig config, int images, int denoisingSteps, long seed) {
        this.config = config;
        this.images = images;
        this.denoisingSteps = denoisingSteps;
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /**
     * Half of the tokens are known; of the others as many as fit are asked for, the first one repeated as padding.
     *
     * @param columns of the sampler's table, as the graph takes it
     */
    Map<String, GraphInput> pivot(int columns) {
        int tokens = config.lowTokens();
        int positions = config.pivotPositions();
        long[] predict = new long[images * positions];
        boolean[] known = new boolean[images * tokens];
        for (int image = 0; image < images; image++) {
            int[] order = GenerationOrder.of(seed + image, PIVOT, tokens);
            int masked = (tokens + 1) / 2;
            for (int i = 0; i < tokens; i++) {
                known[image * tokens + order[i]] = i >= masked;
            }
            int asked = Math.max(1, Math.min(masked, positions - 1));
            for (int i = 0; i < positions; i++) {
                predict[image * positions + i] = order[i < asked ? i : 0];
            }
        }
        Map<String, GraphInput> inputs = new LinkedHashMap<>();
        inputs.put("tokens", tokens(tokens, config.channels()));
        inputs.put("known", new GraphInput(known, images, tokens));
        inputs.put("predict", new GraphInput(predict, images, positions));
        common(inputs, SamplerTable.pivot(SamplerKind.DDIM, denoisingSteps, TEMPERATURE), columns, PIVOT, positions);
        return inputs;
    }

    /** @param columns of the sampler's table, as the graph takes it */
    Map<String, GraphInput> refine(int columns) {
        int tokens = config.denseTokens();
        boolean[] known = new boolean[images * tokens];
        for (int i = 0; i < known.length; i++) {
            known[i] = random.nextBoolean();
        }
        Map<String, GraphInput> inputs = new LinkedHashMap<>();
        inputs.put("tokens", tokens(tokens, config.channels()));
        inputs.put("known", new GraphInput(known, images, tokens));
        inputs.put("condition", tokens(config.lowTokens(), config.width()));
        common(inputs, SamplerTable.refine(SamplerKind.DDIM, denoisingSteps, TEMPERATURE), columns, REFINE, tokens);
        return inputs;
    }

    Map<String, GraphInput> decode() {
        int side = config.denseSide();
        float[] latent = new float[images * config.channels() * side * side];
        fill(latent);
        return Map.of("latent", new GraphInput(latent, images, config.channels(), side, side));
    }

    /** Captions of any length, at least of one token, and padding. */
    Map<String, GraphInput> text() {
        int length = config.text().contextLength();
        long[] ids = new long[images * length];
        for (int first = 0; first < ids.length; first += length) {
            int tokens = 1 + random.nextInt(length);
            for (int i = 0; i < tokens; i++) {
                ids[first + i] = 1L + random.nextInt(config.text().vocabulary() - 1);
            }
        }
        return Map.of("ids", new GraphInput(ids, images, length));
    }

    /** All images compute both branches of guidance in every denoising step, but the last in every second one. */
    private void common(Map<String, GraphInput> inputs, SamplerTable table, int columns, int stage, int positions) {
        if (config.conditioning() == Conditioning.TEXT) {
            contexts(inputs);
        } else {
            classes(inputs);
        }
        float[] guidance = new float[images];
        Arrays.fill(guidance, GUIDANCE);
        int noises = table.noiseTensors();
        int each = positions * config.channels();
        float[] noise = new float[images * noises * each];
        float[] sampler = new float[images * table.steps() * columns];
        for (int image = 0; image < images; image++) {
            for (int draw = 0; draw < noises; draw++) {
                float[] one = Noise.gaussian(seed + image, stage, 0, draw, positions, config.channels());
                System.arraycopy(one, 0, noise, (image * noises + draw) * each, each);
            }
            float[] own = table.refreshingGuidance(image == images - 1 ? 2 : 1).values(columns);
            System.arraycopy(own, 0, sampler, image * own.length, own.length);
        }
        inputs.put("guidance", new GraphInput(guidance, images, 1));
        inputs.put("noise", new GraphInput(noise, images, noises, positions, config.channels()));
        inputs.put("sampler", new GraphInput(sampler, images, table.steps(), columns));
    }

    private void classes(Map<String, GraphInput> inputs) {
        long[] classes = new long[images];
        for (int image = 0; image < images; image++) {
            classes[image] = random.nextInt(config.classes());
        }
        inputs.put("class_id", new GraphInput(classes, images, 1));
    }

    /** Contexts of any length, at least of one token. */
    private void contexts(Map<String, GraphInput> inputs) {
        int length = config.text().contextLength();
        int width = config.text().width();
        float[] contexts = new float[images * 2 * length * width];
        fill(contexts);
        boolean[] known = new boolean[images * 2 * length];
        for (int first = 0; first < known.length; first += length) {
            Arrays.fill(known, first, first + 1 + random.nextInt(length), true);
        }
        inputs.put("context", new GraphInput(contexts, images, 2, length, width));
        inputs.put("context_known", new GraphInput(known, images, 2, length));
    }

    private GraphInput tokens(int rows, int columns) {
        float[] values = new float[images * rows * columns];
        fill(values);
        return new GraphInput(values, images, rows, columns);
    }

    /** Of variance one, as tokens have. */
    private void fill(float[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextDouble(-Math.sqrt(3), Math.sqrt(3));
        }
    }
}
