package io.himar.model.sampling;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntPredicate;

/** Which tokens of a square grid a stage draws first. */
public enum TokenOrder {
    /** Any, at random, as published. */
    RANDOM {
        @Override
        public int[] arranged(int[] drawn, int side) {
            return drawn.clone();
        }
    },
    /**
     * The squares of one colour of a checkerboard first, at random, and then the others, each of which has known
     * neighbours on all sides by then: so later steps can draw many at once. (Generation then reconstruction, arXiv
     * 2510.17171.)
     */
    CHECKERBOARD {
        @Override
        public int[] arranged(int[] drawn, int side) {
            IntPredicate light = position -> (position / side + position % side) % 2 == 0;
            // The image's own first token says which colour it is that comes first.
            boolean lightFirst = light.test(drawn[drawn.length - 1]);
            int[] arranged = new int[drawn.length];
            int at = 0;
            for (int position : drawn) {
                if (light.test(position) != lightFirst) {
                    arranged[at++] = position;
                }
            }
            for (int position : drawn) {
                if (light.test(position) == lightFirst) {
                    arranged[at++] = position;
                }
            }
            return arranged;
        }
    };

    /**
     * An order of generation that keeps to this.
     *
     * @param drawn an order at random: a permutation of a grid's positions, of which the last is drawn first
     * @param side of the grid
     */
    public abstract int[] arranged(int[] drawn, int side);

    /** The name that people write. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All names, for messages: {@code random, checkerboard}. */
    public static String labels() {
        return String.join(", ", Arrays.stream(values()).map(TokenOrder::label).toList());
    }
}
