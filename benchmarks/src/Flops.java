import io.himar.model.ModelConfig;

/**
 * What the network must compute, two operations a multiplication with addition, both branches of guidance: unknown
 * slots dropped in the encoder, work that differs between denoising steps in each of them.
 */
final class Flops {
    private final ModelConfig model;
    private final Requests requests;

    Flops(ModelConfig model, Requests requests) {
        this.model = model;
        this.requests = requests;
    }

    double of(String part) {
        double d = model.width();
        return switch (part) {
            case "stage-1 backbone" -> backbone(model.bufferSize() + requests.knownInPivot());
            case "stage-2 backbone" ->
                backbone(model.bufferSize() + model.lowTokens() + requests.knownInRefine())
                        + 2.0 * model.lowTokens() * d * d;
            case "MLP head step" -> mlpHead();
            case "Transformer head step" -> transformerHead();
            case "decode" -> 0.25e12; // counted by running it, of the released shape
            default -> throw new IllegalArgumentException(part);
        };
    }

    private double backbone(double encoderSlots) {
        double d = model.width();
        return 2
                * (model.encoderDepth() * block(encoderSlots)
                        + model.decoderDepth() * block(model.slots())
                        + 2 * encoderSlots * d * d);
    }

    private double block(double slots) {
        double d = model.width();
        return 24 * slots * d * d + 4 * slots * slots * d;
    }

    /** For two tokens in both branches. */
    private double mlpHead() {
        double w = model.difflossW();
        double c = model.channels();
        double row =
                c * w + model.width() * w + 256 * w + w * w + 5 * model.difflossD() * w * w + 2 * w * w + 2 * c * w;
        return 2 * 2 * 2 * row;
    }

    private double transformerHead() {
        double w = model.gdmW();
        double n = model.denseTokens();
        double c = model.channels();
        double token = c * w + model.width() * w + 18 * model.gdmD() * w * w + 2 * w * w + c * w;
        return 2 * (2 * n * token + 4 * model.gdmD() * n * n * w + 2 * (256 * w + w * w));
    }
}
