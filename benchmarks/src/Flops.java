import io.himar.model.ModelConfig;
import io.himar.model.SamplingOperations;
import io.himar.model.Stage;

/**
 * What the network must compute, two operations a multiplication with addition, both branches of guidance: unknown
 * slots dropped in the encoder, and of a denoising step what differs from the step before.
 */
final class Flops {
    private static final int TOKENS_OF_AN_MLP_STEP = 2;
    /** Counted by running it, of the released shape. */
    private static final double DECODE = 0.25e12;

    private final ModelConfig model;
    private final Requests requests;
    private final SamplingOperations operations;

    Flops(ModelConfig model, Requests requests) {
        this.model = model;
        this.requests = requests;
        this.operations = new SamplingOperations(model);
    }

    double of(String part) {
        return switch (part) {
            case "stage-1 backbone" -> operations.backbone(Stage.PIVOT, requests.knownInPivot());
            case "stage-2 backbone" -> operations.backbone(Stage.REFINE, requests.knownInRefine());
            case "MLP head step" -> operations.headStep(Stage.PIVOT, TOKENS_OF_AN_MLP_STEP);
            case "Transformer head step" -> operations.headStep(Stage.REFINE, model.denseTokens());
            case "decode" -> DECODE;
            default -> throw new IllegalArgumentException(part);
        };
    }
}
