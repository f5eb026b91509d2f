package io.himar.training.torch;

import static org.bytedeco.pytorch.global.torch.constant_pad_nd;

import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * Convolutions of whole blocks of channels. oneDNN keeps channels in blocks of 8 or 16, and the kernels that LibTorch
 * 2.10 picks on x86 multiply what memory happens to hold behind the last channel of a partial block by zero: nothing,
 * unless it is a NaN or an infinity of what lay there before, which then spreads over the result, forward with AVX-512
 * and 24 input channels, backward with AVX2 and 3 output channels. Whole blocks have no rest.
 */
final class WholeBlocks {
    private static final long BLOCK = 16;
    /** Pictures have their own kernels, without blocks. */
    private static final long COLOURS = 3;

    static {
        // It would take small batches on one thread, and tells of every one where it does not know the processor.
        torch.globalContext().setUserEnabledNNPACK(false);
    }

    private WholeBlocks() {}

    /**
     * @param input [B,C,h,w]
     * @param weight [O,C,k,k]
     * @param bias [O], or null
     */
    static Tensor conv2d(Tensor input, Tensor weight, Tensor bias, long stride, long[] padding) {
        long lacking = input.size(1) == COLOURS ? 0 : lacking(input.size(1));
        long surplus = lacking(weight.size(0));
        Tensor output = torch.conv2d(
                padded(input, 0, 0, 0, 0, 0, lacking),
                padded(weight, 0, 0, 0, 0, 0, lacking, 0, surplus),
                bias == null ? new TensorOptional() : new TensorOptional(padded(bias, 0, surplus)),
                new long[] {stride, stride},
                padding,
                new long[] {1, 1},
                1);
        return surplus == 0 ? output : output.narrow(1, 0, weight.size(0));
    }

    private static long lacking(long channels) {
        return Math.floorMod(-channels, BLOCK);
    }

    /** @param edges zeros before and behind, from the last axis on */
    private static Tensor padded(Tensor tensor, long... edges) {
        for (long edge : edges) {
            if (edge != 0) {
                return constant_pad_nd(tensor, edges);
            }
        }
        return tensor;
    }
}
