package io.himar.model.onnx;

import static io.himar.model.onnx.ElementType.BOOL;
import static io.himar.model.onnx.ElementType.FLOAT;
import static io.himar.model.onnx.ElementType.INT64;
import static io.himar.model.onnx.ElementType.UINT8;

import io.himar.model.Autoencoder;
import io.himar.model.ModelConfig;
import io.himar.model.PivotStep;
import io.himar.model.RefineStep;
import io.himar.model.sampling.SamplerTable;
import java.util.List;

/** The three graphs that serve a Hi-MAR model. Their signatures are what workers rely on. */
final class TritonModels {

    /** S and K differ with the sampler asked for. */
    private static final String STEPS = "steps";

    private static final String NOISES = "noises";

    private final ModelConfig config;
    private final Precision precision;

    TritonModels(ModelConfig config, Precision precision) {
        this.config = config;
        this.precision = precision;
    }

    /** One autoregressive step of stage 1. */
    TritonModel pivot(GraphWeights weights) {
        GraphRecorder recorder = new GraphRecorder(precision);
        long ns = config.lowTokens();
        long c = config.channels();
        long p = config.pivotPositions();
        List<TensorSignature> inputs = List.of(
                TensorSignature.of("tokens", FLOAT, ns, c),
                TensorSignature.of("known", BOOL, ns),
                TensorSignature.of("predict", INT64, p),
                TensorSignature.of("class_id", INT64, 1L),
                TensorSignature.of("guidance", FLOAT, 1L),
                TensorSignature.of("noise", FLOAT, NOISES, p, c),
                TensorSignature.of("sampler", FLOAT, STEPS, (long) SamplerTable.COLUMNS));
        List<TensorSignature> outputs =
                List.of(TensorSignature.of("sampled", FLOAT, p, c), TensorSignature.of("condition", FLOAT, p, (long)
                        config.width()));
        List<OnnxValue> in =
                inputs.stream().map(tensor -> tensor.input(recorder)).toList();
        PivotStep.Outputs out = new PivotStep(new OnnxOps(recorder), weights.in(recorder), config)
                .run(
                        new PivotStep.Inputs(
                                in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), in.get(5), in.get(6)),
                        p);
        outputs.get(0).output(recorder, (OnnxTensor) out.sampled());
        outputs.get(1).output(recorder, (OnnxTensor) out.condition());
        return model("pivot", inputs, outputs, recorder);
    }

    /** One autoregressive step of stage 2. */
    TritonModel refine(GraphWeights weights) {
        GraphRecorder recorder = new GraphRecorder(precision);
        long nl = config.denseTokens();
        long c = config.channels();
        List<TensorSignature> inputs = List.of(
                TensorSignature.of("tokens", FLOAT, nl, c),
                TensorSignature.of("known", BOOL, nl),
                TensorSignature.of("condition", FLOAT, (long) config.lowTokens(), (long) config.width()),
                TensorSignature.of("class_id", INT64, 1L),
                TensorSignature.of("guidance", FLOAT, 1L),
                TensorSignature.of("noise", FLOAT, NOISES, nl, c),
                TensorSignature.of("sampler", FLOAT, STEPS, (long) SamplerTable.COLUMNS));
        List<TensorSignature> outputs = List.of(TensorSignature.of("sampled", FLOAT, nl, c));
        List<OnnxValue> in =
                inputs.stream().map(tensor -> tensor.input(recorder)).toList();
        outputs.get(0).output(recorder, (OnnxTensor) new RefineStep(new OnnxOps(recorder), weights.in(recorder), config)
                .run(new RefineStep.Inputs(
                        in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), in.get(5), in.get(6))));
        return model("refine", inputs, outputs, recorder);
    }

    /** Tokens to an 8-bit picture; height and width are free, so that it decodes the low-resolution tokens too. */
    TritonModel decode(GraphWeights weights) {
        GraphRecorder recorder = new GraphRecorder(precision);
        List<TensorSignature> inputs =
                List.of(TensorSignature.of("latent", FLOAT, (long) config.channels(), "height", "width"));
        List<TensorSignature> outputs = List.of(TensorSignature.of("image", UINT8, "image_height", "image_width", 3L));
        Autoencoder autoencoder = new Autoencoder(new OnnxOps(recorder), weights.in(recorder), config.vae());
        outputs.get(0).output(recorder, (OnnxTensor)
                autoencoder.decodeToBytes(inputs.get(0).input(recorder), config.latentScale()));
        return model("decode", inputs, outputs, recorder);
    }

    private TritonModel model(
            String role, List<TensorSignature> inputs, List<TensorSignature> outputs, GraphRecorder recorder) {
        String name = config.name() + "-" + role;
        return new TritonModel(name, inputs, outputs, recorder.model(name));
    }
}
