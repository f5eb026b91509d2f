package io.himar.training.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.bytedeco.pytorch.global.torch.DeviceType;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * The device on which new tensors are placed. It is one for the whole process, like the tensor library's own number of
 * threads and seed, and is chosen before the first tensor.
 */
public final class TorchDevice {
    private static volatile DeviceType chosen = DeviceType.CPU;

    private TorchDevice() {}

    /** @throws IllegalStateException where the library was built without CUDA or finds no device */
    public static void useCuda() {
        if (!cudaAvailable()) {
            throw new IllegalStateException(
                    "device: cuda (expected: a CUDA device; there is none, or the trainer was built without -Pcuda)");
        }
        chosen = DeviceType.CUDA;
    }

    public static void useCpu() {
        chosen = DeviceType.CPU;
    }

    public static boolean cudaAvailable() {
        return torch.cuda_is_available();
    }

    public static boolean isCuda() {
        return chosen == DeviceType.CUDA;
    }

    static Tensor place(Tensor tensor) {
        return isCuda() ? tensor.cuda() : tensor;
    }

    /** Computing in bfloat16 where that is enough, by the library's autocast rules, until it is closed. */
    public static final class Autocast implements AutoCloseable {
        private final DeviceType device = chosen;
        private final boolean enabled;

        /** @param enabled false leaves everything as it is */
        public Autocast(boolean enabled) {
            this.enabled = enabled;
            if (enabled) {
                torch.set_autocast_dtype(device, ScalarType.BFloat16);
                torch.set_autocast_enabled(device, true);
            }
        }

        @Override
        public void close() {
            if (enabled) {
                torch.set_autocast_enabled(device, false);
                // The library keeps bfloat16 copies of the parameters, which the next step changes.
                torch.clear_cache();
            }
        }
    }
}
