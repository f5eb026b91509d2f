import io.himar.model.ModelConfig;
import io.himar.model.onnx.runtime.GraphInput;
import io.himar.model.sampling.GenerationOrder;
import io.himar.model.sampling.MaskSchedule;
import io.himar.model.sampling.Noise;
import io.himar.model.sampling.SamplerTable;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Requests to the graphs for a batch of like images, at a step whose number of known tokens is the average of all its
 * steps.
 */
final class Requests {
    private static final long SEED = 7;
    private static final int CLASS = 207;

    private final ModelConfig model;
    private final int images;

    /** Of a single image. */
    Requests(ModelConfig model) {
        this(model, 1);
    }

    Requests(ModelConfig model, int images) {
        this.model = model;
        this.images = images;
    }

    ModelConfig model() {
        return model;
    }

    int images() {
        return images;
    }

    int knownInPivot() {
        return averageKnown(
                MaskSchedule.of(model.lowTokens(), model.sampling().pivot().steps()));
    }

    int knownInRefine() {
        return averageKnown(
                MaskSchedule.of(model.denseTokens(), model.sampling().refine().steps()));
    }

    private static int averageKnown(MaskSchedule schedule) {
        int known = 0;
        for (int step = 0; step < schedule.steps(); step++) {
            known += schedule.tokens() - schedule.maskedBefore(step);
        }
        return Math.round(known / (float) schedule.steps());
    }

    Map<String, GraphInput> pivot(SamplerTable sampler) {
        int ns = model.lowTokens();
        int p = model.pivotPositions();
        int[] order = GenerationOrder.of(SEED, 0, ns);
        int masked = ns - knownInPivot();
        long[] predict = new long[p];
        Arrays.setAll(predict, i -> order[masked - 1 - i]);
        Map<String, GraphInput> inputs = common(sampler, 0, ns, p, known(order, masked));
        inputs.put("predict", new GraphInput(predict, 1, p));
        return batch(inputs);
    }

    Map<String, GraphInput> refine(SamplerTable sampler) {
        int nl = model.denseTokens();
        int[] order = GenerationOrder.of(SEED, 1, nl);
        Map<String, GraphInput> inputs = common(sampler, 1, nl, nl, known(order, nl - knownInRefine()));
        float[] condition = Noise.gaussian(SEED, 1, 99, 0, model.lowTokens(), model.width());
        inputs.put("condition", new GraphInput(condition, 1, model.lowTokens(), model.width()));
        return batch(inputs);
    }

    Map<String, GraphInput> decode() {
        int side = model.denseSide();
        float[] latent = Noise.gaussian(SEED, 2, 0, 0, model.channels(), side * side);
        for (int i = 0; i < latent.length; i++) {
            latent[i] *= 0.5f;
        }
        return batch(Map.of("latent", new GraphInput(latent, 1, model.channels(), side, side)));
    }

    private Map<String, GraphInput> batch(Map<String, GraphInput> ofOne) {
        Map<String, GraphInput> inputs = new LinkedHashMap<>();
        ofOne.forEach((name, input) -> inputs.put(name, repeated(input)));
        return inputs;
    }

    private GraphInput repeated(GraphInput input) {
        int length = Array.getLength(input.values());
        Object values = Array.newInstance(input.values().getClass().getComponentType(), images * length);
        for (int image = 0; image < images; image++) {
            System.arraycopy(input.values(), 0, values, image * length, length);
        }
        long[] shape = input.shape().clone();
        shape[0] = images;
        return new GraphInput(values, shape);
    }

    private static boolean[] known(int[] order, int masked) {
        boolean[] known = new boolean[order.length];
        for (int i = masked; i < order.length; i++) {
            known[order[i]] = true;
        }
        return known;
    }

    private Map<String, GraphInput> common(SamplerTable sampler, int stage, int tokens, int sampled, boolean[] known) {
        int c = model.channels();
        int draws = sampler.noiseTensors();
        float[] noise = new float[draws * sampled * c];
        for (int draw = 0; draw < draws; draw++) {
            System.arraycopy(
                    Noise.gaussian(SEED, stage, 0, draw, sampled, c), 0, noise, draw * sampled * c, sampled * c);
        }
        Map<String, GraphInput> inputs = new LinkedHashMap<>();
        inputs.put("tokens", new GraphInput(Noise.gaussian(SEED, stage, 98, 0, tokens, c), 1, tokens, c));
        inputs.put("known", new GraphInput(known, 1, tokens));
        inputs.put("class_id", new GraphInput(new long[] {CLASS % model.classes()}, 1, 1));
        inputs.put("guidance", new GraphInput(new float[] {2.5f}, 1, 1));
        inputs.put("noise", new GraphInput(noise, 1, draws, sampled, c));
        inputs.put("sampler", new GraphInput(sampler.values(), 1, sampler.steps(), SamplerTable.COLUMNS));
        return inputs;
    }
}
