import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.global.torch;

/** A plain product of two square matrices in single precision, by LibTorch: what the processor can do. */
final class Sgemm {
    private static final int SIDE = 2048;

    static final String NAME = SIDE + "-cube sgemm";

    private Sgemm() {}

    /** Of one product, two operations a multiplication with addition. */
    static double operationsASecond(Clock clock) throws Exception {
        torch.set_num_threads(clock.threads());
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            var ones = torch.ones(SIDE, SIDE);
            return 2.0 * SIDE * SIDE * SIDE / clock.seconds(() -> ones.matmul(ones));
        }
    }
}
