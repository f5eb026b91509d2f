package io.himar.training.inception;

import static io.himar.training.inception.Convolution.bare;
import static io.himar.training.inception.Convolution.padded;
import static io.himar.training.inception.Layer.branches;
import static io.himar.training.inception.Layer.sequence;

/**
 * The blocks of Inception v3 (Szegedy et al., 2015, arXiv 1512.00567, figures 5 to 7 and 10), each named as in the
 * weights' file. FID is defined by the network that was published on 5 December of that year. Where that network
 * differs from the paper, this follows the network.
 */
final class InceptionBlocks {

    private InceptionBlocks() {}

    /** A block of pictures of 35x35, from {@code in} to 224 + {@code pooled} channels. */
    static Layer fives(String name, int in, int pooled) {
        return branches(
                padded(name + ".branch1x1", in, 64, 1, 1),
                sequence(padded(name + ".branch5x5_1", in, 48, 1, 1), padded(name + ".branch5x5_2", 48, 64, 5, 5)),
                sequence(
                        padded(name + ".branch3x3dbl_1", in, 64, 1, 1),
                        padded(name + ".branch3x3dbl_2", 64, 96, 3, 3),
                        padded(name + ".branch3x3dbl_3", 96, 96, 3, 3)),
                sequence(Pooling.MEAN, padded(name + ".branch_pool", in, pooled, 1, 1)));
    }

    /** A block from 35x35 to 17x17, from {@code in} to 480 + {@code in} channels. */
    static Layer toSevenths(String name, int in) {
        return branches(
                bare(name + ".branch3x3", in, 384, 3, 2),
                sequence(
                        padded(name + ".branch3x3dbl_1", in, 64, 1, 1),
                        padded(name + ".branch3x3dbl_2", 64, 96, 3, 3),
                        bare(name + ".branch3x3dbl_3", 96, 96, 3, 2)),
                Pooling.HALVING);
    }

    /**
     * A block of pictures of 17x17, from 768 to 768 channels. A 7x7 kernel is factored into a row and a column.
     *
     * @param width channels between the two
     */
    static Layer sevens(String name, int width) {
        int in = 768;
        return branches(
                padded(name + ".branch1x1", in, 192, 1, 1),
                sequence(
                        padded(name + ".branch7x7_1", in, width, 1, 1),
                        padded(name + ".branch7x7_2", width, width, 1, 7),
                        padded(name + ".branch7x7_3", width, 192, 7, 1)),
                sequence(
                        padded(name + ".branch7x7dbl_1", in, width, 1, 1),
                        padded(name + ".branch7x7dbl_2", width, width, 7, 1),
                        padded(name + ".branch7x7dbl_3", width, width, 1, 7),
                        padded(name + ".branch7x7dbl_4", width, width, 7, 1),
                        padded(name + ".branch7x7dbl_5", width, 192, 1, 7)),
                sequence(Pooling.MEAN, padded(name + ".branch_pool", in, 192, 1, 1)));
    }

    /** A block from 17x17 to 8x8, from 768 to 1280 channels. */
    static Layer toThrees(String name) {
        int in = 768;
        return branches(
                sequence(padded(name + ".branch3x3_1", in, 192, 1, 1), bare(name + ".branch3x3_2", 192, 320, 3, 2)),
                sequence(
                        padded(name + ".branch7x7x3_1", in, 192, 1, 1),
                        padded(name + ".branch7x7x3_2", 192, 192, 1, 7),
                        padded(name + ".branch7x7x3_3", 192, 192, 7, 1),
                        bare(name + ".branch7x7x3_4", 192, 192, 3, 2)),
                Pooling.HALVING);
    }

    /**
     * A block of pictures of 8x8, from {@code in} to 2048 channels. A 3x3 kernel is a row beside a column.
     *
     * @param pooling the mean in the paper; the largest in the second such block of the network
     */
    static Layer threes(String name, int in, Pooling pooling) {
        return branches(
                padded(name + ".branch1x1", in, 320, 1, 1),
                sequence(
                        padded(name + ".branch3x3_1", in, 384, 1, 1),
                        branches(
                                padded(name + ".branch3x3_2a", 384, 384, 1, 3),
                                padded(name + ".branch3x3_2b", 384, 384, 3, 1))),
                sequence(
                        padded(name + ".branch3x3dbl_1", in, 448, 1, 1),
                        padded(name + ".branch3x3dbl_2", 448, 384, 3, 3),
                        branches(
                                padded(name + ".branch3x3dbl_3a", 384, 384, 1, 3),
                                padded(name + ".branch3x3dbl_3b", 384, 384, 3, 1))),
                sequence(pooling, padded(name + ".branch_pool", in, 192, 1, 1)));
    }
}
