package io.himar.training.inception;

import java.util.stream.Stream;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Squares of 3x3 become one value. */
enum Pooling implements Layer {
    /** The largest value of every other square, which halves the sides. */
    HALVING {
        @Override
        public Tensor apply(Tensor x, InceptionWeights weights) {
            return torch.max_pool2d(x, SQUARE, new long[] {2, 2}, new long[] {0, 0}, EACH, false);
        }
    },
    /**
     * The mean of each square. At the edge, as in TensorFlow, it is the mean of what lies inside: no zeros are counted.
     */
    MEAN {
        @Override
        public Tensor apply(Tensor x, InceptionWeights weights) {
            return torch.avg_pool2d(x, SQUARE, EACH, EACH, false, false, new LongOptional());
        }
    },
    /** The largest value of each square. */
    LARGEST {
        @Override
        public Tensor apply(Tensor x, InceptionWeights weights) {
            return torch.max_pool2d(x, SQUARE, EACH, EACH, EACH, false);
        }
    };

    private static final long[] SQUARE = {3, 3};
    /** Stride, padding and dilation of one. */
    private static final long[] EACH = {1, 1};

    @Override
    public Stream<Convolution> convolutions() {
        return Stream.empty();
    }
}
