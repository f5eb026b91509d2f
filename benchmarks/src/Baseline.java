import java.io.IOException;

/**
 * What the served graphs are timed against: seconds of each part at base size, one image, both branches of guidance.
 */
interface Baseline extends AutoCloseable {
    String name();

    double pivotBackbone() throws IOException;

    double refineBackbone() throws IOException;

    /** Of {@code steps} denoising steps of the MLP head, for two tokens: the average that a published step predicts. */
    double mlpSteps(int steps) throws IOException;

    /** Of {@code steps} denoising steps of the Transformer head. */
    double transformerSteps(int steps) throws IOException;

    double decode() throws IOException;

    @Override
    void close();
}
