package io.himar.training.run;

import io.himar.training.config.ComputePrecision;
import io.himar.training.config.DeviceChoice;
import io.himar.training.config.TrainingConfig;
import io.himar.training.torch.TorchDevice;
import org.bytedeco.pytorch.global.torch;

/** The device, the threads and the precision that a configuration chooses for this process. */
public final class ChosenDevice {

    private ChosenDevice() {}

    /**
     * Computes on the configured device with the configured number of threads; call it before the first tensor.
     *
     * @throws IllegalStateException where the configuration wants CUDA and there is none
     */
    public static void use(TrainingConfig config) {
        boolean cuda = config.device() == DeviceChoice.CUDA
                || (config.device() == DeviceChoice.AUTO && TorchDevice.cudaAvailable());
        if (cuda) {
            TorchDevice.useCuda();
        } else {
            TorchDevice.useCpu();
        }
        if (config.threads() > 0) {
            torch.set_num_threads(config.threads());
        }
    }

    /** Whether losses are computed in bfloat16 on the device in use. */
    static boolean computesInBfloat16(TrainingConfig config) {
        return config.precision() == ComputePrecision.BFLOAT16
                || (config.precision() == ComputePrecision.AUTO && TorchDevice.isCuda());
    }
}
