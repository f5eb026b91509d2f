package io.himar.model.onnx;

import static io.himar.model.onnx.ElementType.BOOL;
import static io.himar.model.onnx.ElementType.FLOAT;
import static io.himar.model.onnx.ElementType.INT64;
import static io.himar.model.onnx.ElementType.UINT8;

import io.himar.model.Autoencoder;
import io.himar.model.Conditioning;
import io.himar.model.GuidedSubject;
import io.himar.model.ModelConfig;
import io.himar.model.PivotStep;
import io.himar.model.RefineStep;
import io.himar.model.TextEncoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The graphs that serve a Hi-MAR model: three, and one more for the text encoder of a model that draws texts. Their
 * signatures are what workers rely on.
 */
final class TritonModels {

    /** What the name of the text encoder's graph ends with. */
    static final String TEXT = "text";

    /** S and K differ with the sampler asked for. */
    private static final String STEPS = "steps";

    private static final String NOISES = "noises";

    /** Tables of earlier versions have fewer. */
    private static final String COLUMNS = "columns";

    /** P differs with the autoregressive steps asked for. */
    private static final String POSITIONS = "positions";

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
        List<TensorSignature> inputs = inputs(
                List.of(
                        TensorSignature.of("tokens", FLOAT, ns, c),
                        TensorSignature.of("known", BOOL, ns),
                        TensorSignature.of("predict", INT64, POSITIONS)),
                TensorSignature.of("guidance", FLOAT, 1L),
                TensorSignature.of("noise", FLOAT, NOISES, POSITIONS, c),
                TensorSignature.of("sampler", FLOAT, STEPS, COLUMNS));
        List<TensorSignature> outputs = List.of(
                TensorSignature.of("sampled", FLOAT, POSITIONS, c),
                TensorSignature.of("condition", FLOAT, POSITIONS, (long) config.width()));
        Map<String, OnnxValue> in = recorded(inputs, recorder);
        PivotStep.Outputs out = new PivotStep(new OnnxOps(recorder), weights.in(recorder), config)
                .run(new PivotStep.Inputs(
                        in.get("tokens"),
                        in.get("known"),
                        in.get("predict"),
                        subject(in),
                        in.get("guidance"),
                        in.get("noise"),
                        in.get("sampler")));
        outputs.get(0).output(recorder, (OnnxTensor) out.sampled());
        outputs.get(1).output(recorder, (OnnxTensor) out.condition());
        return model("pivot", inputs, outputs, recorder);
    }

    /** One autoregressive step of stage 2. */
    TritonModel refine(GraphWeights weights) {
        GraphRecorder recorder = new GraphRecorder(precision);
        long nl = config.denseTokens();
        long c = config.channels();
        List<TensorSignature> inputs = inputs(
                List.of(
                        TensorSignature.of("tokens", FLOAT, nl, c),
                        TensorSignature.of("known", BOOL, nl),
                        TensorSignature.of("condition", FLOAT, (long) config.lowTokens(), (long) config.width())),
                TensorSignature.of("guidance", FLOAT, 1L),
                TensorSignature.of("noise", FLOAT, NOISES, nl, c),
                TensorSignature.of("sampler", FLOAT, STEPS, COLUMNS));
        List<TensorSignature> outputs = List.of(TensorSignature.of("sampled", FLOAT, nl, c));
        Map<String, OnnxValue> in = recorded(inputs, recorder);
        outputs.get(0).output(recorder, (OnnxTensor) new RefineStep(new OnnxOps(recorder), weights.in(recorder), config)
                .run(new RefineStep.Inputs(
                        in.get("tokens"),
                        in.get("known"),
                        in.get("condition"),
                        subject(in),
                        in.get("guidance"),
                        in.get("noise"),
                        in.get("sampler"))));
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

    /** A caption's tokens to its context. It runs once a caption, so a lower precision would save nothing. */
    TritonModel text(GraphWeights weights) {
        GraphRecorder recorder = new GraphRecorder(Precision.FP32);
        long length = config.text().contextLength();
        List<TensorSignature> inputs = List.of(TensorSignature.of("ids", INT64, length));
        List<TensorSignature> outputs = List.of(TensorSignature.of(
                "context", FLOAT, length, (long) config.text().width()));
        TextEncoder encoder = new TextEncoder(new OnnxOps(recorder), weights.in(recorder), config.text());
        outputs.get(0)
                .output(recorder, (OnnxTensor) encoder.forward(inputs.get(0).input(recorder)));
        return model(TEXT, inputs, outputs, recorder);
    }

    /** The inputs of a step in their order, between them those that say what the picture shows. */
    private List<TensorSignature> inputs(List<TensorSignature> before, TensorSignature... after) {
        List<TensorSignature> inputs = new ArrayList<>(before);
        if (config.conditioning() == Conditioning.TEXT) {
            long length = config.text().contextLength();
            inputs.add(TensorSignature.of(
                    "context", FLOAT, 2L, length, (long) config.text().width()));
            inputs.add(TensorSignature.of("context_known", BOOL, 2L, length));
        } else {
            inputs.add(TensorSignature.of("class_id", INT64, 1L));
        }
        inputs.addAll(List.of(after));
        return List.copyOf(inputs);
    }

    private static Map<String, OnnxValue> recorded(List<TensorSignature> inputs, GraphRecorder recorder) {
        Map<String, OnnxValue> recorded = new LinkedHashMap<>();
        inputs.forEach(tensor -> recorded.put(tensor.name(), tensor.input(recorder)));
        return recorded;
    }

    private static GuidedSubject subject(Map<String, OnnxValue> in) {
        OnnxValue classId = in.get("class_id");
        return classId == null
                ? new GuidedSubject.Captions(in.get("context"), in.get("context_known"))
                : new GuidedSubject.Classes(classId);
    }

    private TritonModel model(
            String role, List<TensorSignature> inputs, List<TensorSignature> outputs, GraphRecorder recorder) {
        String name = config.name() + "-" + role;
        return new TritonModel(name, inputs, outputs, recorder.model(name));
    }
}
