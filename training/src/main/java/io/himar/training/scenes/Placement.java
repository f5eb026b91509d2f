package io.himar.training.scenes;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Places the objects of a scene as its caption says, in boxes that lie on the canvas. */
final class Placement {
    /** Free on each side, so that nothing touches the edge. */
    private static final double MARGIN = 0.02;

    private static final int TRIES = 50;

    private final SplittableRandom random;

    private Placement(SplittableRandom random) {
        this.random = random;
    }

    /** Boxes in the order of the scene's objects. */
    static List<Box> of(Scene scene, SplittableRandom random) {
        Placement placement = new Placement(random);
        if (scene instanceof Scene.Alike alike) {
            return switch (alike.count()) {
                case 1 -> List.of(placement.anywhere(placement.between(0.45, 0.7)));
                case 2 -> placement.apart(2, 0.45);
                default -> placement.apart(3, 0.4);
            };
        }
        return switch (((Scene.Pair) scene).relation()) {
            case AND -> placement.apart(2, 0.45);
            case LEFT_OF -> placement.inTurn(false);
            case ABOVE -> placement.inTurn(true);
            case INSIDE -> placement.inside();
        };
    }

    private Box anywhere(double size) {
        double most = 1 - MARGIN - size;
        return new Box(between(MARGIN, most), between(MARGIN, most), size);
    }

    /** Boxes that do not overlap; where they find no room together, they shrink a little. */
    private List<Box> apart(int count, double largest) {
        double size = between(0.8 * largest, largest);
        while (true) {
            for (int attempt = 0; attempt < TRIES; attempt++) {
                List<Box> boxes = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    boxes.add(anywhere(size));
                }
                if (noneOverlap(boxes)) {
                    return boxes;
                }
            }
            size *= 0.95;
        }
    }

    private static boolean noneOverlap(List<Box> boxes) {
        for (int i = 0; i < boxes.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (boxes.get(i).overlaps(boxes.get(j))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** One box in each half, nearly on a line. */
    private List<Box> inTurn(boolean downwards) {
        double size = between(0.36, 0.45);
        double before = between(MARGIN, 0.5 - size);
        double after = between(0.5, 1 - MARGIN - size);
        double first = between(MARGIN, 1 - MARGIN - size);
        double second = Math.max(MARGIN, Math.min(1 - MARGIN - size, first + between(-0.12, 0.12)));
        return downwards
                ? List.of(new Box(first, before, size), new Box(second, after, size))
                : List.of(new Box(before, first, size), new Box(after, second, size));
    }

    /** The second box is large, and the first lies near its middle. */
    private List<Box> inside() {
        Box outer = anywhere(between(0.8, 0.95));
        double size = outer.size() * between(0.38, 0.5);
        double slack = (outer.size() - size) / 2;
        Box inner =
                new Box(outer.left() + slack + between(-0.04, 0.04), outer.top() + slack + between(-0.04, 0.04), size);
        return List.of(inner, outer);
    }

    private double between(double least, double most) {
        return least + (most - least) * random.nextDouble();
    }
}
