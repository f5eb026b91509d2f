package io.himar.training.torch;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Values between Java arrays and LibTorch tensors, always copied; new ones lie on the {@link TorchDevice}. */
public final class Tensors {

    private Tensors() {}

    /** A single-precision tensor of {@code shape}, row-major. */
    public static Tensor of(float[] values, long... shape) {
        return TorchDevice.place(Tensor.create(values, shape));
    }

    /** A double-precision tensor of {@code shape}, row-major. */
    public static Tensor of(double[] values, long... shape) {
        return TorchDevice.place(Tensor.create(values, shape));
    }

    /** An int64 tensor of {@code shape}, row-major. */
    public static Tensor of(long[] values, long... shape) {
        return TorchDevice.place(Tensor.create(values, shape));
    }

    /** A boolean tensor of {@code shape}, row-major. */
    public static Tensor of(boolean[] values, long... shape) {
        return TorchDevice.place(Tensor.create(values, shape));
    }

    /** The entries of a tensor of any floating type, row-major. */
    public static float[] floats(Tensor tensor) {
        Tensor flat = tensor.detach().toType(torch.ScalarType.Float).cpu().contiguous();
        float[] values = new float[Math.toIntExact(flat.numel())];
        flat.data_ptr_float().get(values, 0, values.length);
        return values;
    }

    /** The entries of a tensor of any floating type, row-major. */
    public static double[] doubles(Tensor tensor) {
        Tensor flat = tensor.detach().toType(torch.ScalarType.Double).cpu().contiguous();
        double[] values = new double[Math.toIntExact(flat.numel())];
        flat.data_ptr_double().get(values, 0, values.length);
        return values;
    }

    /** The entries of an integer tensor, row-major. */
    public static long[] longs(Tensor tensor) {
        Tensor flat = tensor.toType(torch.ScalarType.Long).cpu().contiguous();
        long[] values = new long[Math.toIntExact(flat.numel())];
        flat.data_ptr_long().get(values, 0, values.length);
        return values;
    }
}
