package io.himar.training.torch;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.Tensor.Padding;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeBlocksTest {
    private static final int BATCH = 32;

    /** Input channels, output channels, side, kernel: what autoencoders of 3 to 48 channels are made of. */
    @ParameterizedTest
    @CsvSource({
        "3,32,16,3",
        "32,3,32,3",
        "32,3,16,3",
        "24,64,4,3",
        "24,64,2,3",
        "64,48,4,3",
        "24,24,4,1",
        "8,8,2,1",
        "40,20,8,3"
    })
    void a_convolution_and_its_gradients_do_not_see_what_memory_held_before(int in, int out, int side, int kernel) {
        torch.set_num_threads(1);
        torch.manual_seed(1);
        for (int i = 0; i < 5; i++) {
            leaveNaNsInFreedMemory();
            try (PointerScope scope = new PointerScope()) {
                Tensor x = torch.randn(BATCH, in, side, side).requires_grad_(true);
                Tensor weight = torch.randn(out, in, kernel, kernel).requires_grad_(true);
                Tensor bias = torch.randn(out).requires_grad_(true);
                var y = (TorchTensor) new TorchTensor(x)
                        .conv2d(new TorchTensor(weight), new TorchTensor(bias), 1, Padding.all(kernel / 2));
                y.value().mul(torch.randn_like(y.value())).sum().backward();
                for (Tensor result : List.of(y.value(), x.grad(), weight.grad(), bias.grad())) {
                    assertThat(torch.isfinite(result).all().item_bool()).isTrue();
                }
            }
        }
    }

    private static void leaveNaNsInFreedMemory() {
        for (long entries = 64; entries < 4_000_000; entries = entries * 3 / 2) {
            try (PointerScope scope = new PointerScope()) {
                for (int k = 0; k < 4; k++) {
                    torch.empty(entries).fill_(new Scalar(Double.NaN));
                }
            }
        }
    }
}
