package io.himar.training.scenes;

import io.himar.training.config.SceneLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Places the objects of a scene as its caption says, in boxes that lie on the canvas. */
final class Placement {
    private static final int QUARTERS = 4;

    /** Free on each side, so that nothing touches the edge. */
    private static final double MARGIN = 0.02;

    private static final int TRIES = 50;

    private final SplittableRandom random;

    private Placement(SplittableRandom random) {
        this.random = random;
    }

    /** Boxes in the order of the scene's objects. */
    static List<Box> of(Scene scene, SceneLayout layout, SplittableRandom random) {
        Placement placement = new Placement(random);
        return switch (layout) {
            case FREE -> placement.free(scene);
            case TIDY -> placement.tidy(scene);
        };
    }

    private List<Box> free(Scene scene) {
        if (scene instanceof Scene.Alike alike) {
            return switch (alike.count()) {
                case 1 -> List.of(anywhere(between(0.45, 0.7)));
                case 2 -> apart(2, 0.45);
                default -> apart(3, 0.4);
            };
        }
        return switch (((Scene.Pair) scene).relation()) {
            case AND -> apart(2, 0.45);
            case LEFT_OF -> inTurn(false);
            case ABOVE -> inTurn(true);
            case INSIDE -> inside(anywhere(between(0.8, 0.95)));
        };
    }

    private List<Box> tidy(Scene scene) {
        if (scene instanceof Scene.Alike alike) {
            return alike.count() == 1
                    ? List.of(around(0.5, 0.5, between(0.58, 0.66)))
                    : quarters().subList(0, alike.count());
        }
        return switch (((Scene.Pair) scene).relation()) {
            case AND -> quarters().subList(0, 2);
            case LEFT_OF -> {
                int row = random.nextInt(2);
                yield List.of(quarter(2 * row), quarter(2 * row + 1));
            }
            case ABOVE -> {
                int column = random.nextInt(2);
                yield List.of(quarter(column), quarter(column + 2));
            }
            case INSIDE -> inside(around(0.5, 0.5, between(0.84, 0.9)));
        };
    }

    /** A box in each quarter, in an order that is drawn. */
    private List<Box> quarters() {
        List<Box> boxes = new ArrayList<>();
        for (int quarter = 0; quarter < QUARTERS; quarter++) {
            boxes.add(random.nextInt(quarter + 1), quarter(quarter));
        }
        return boxes;
    }

    /** @param number from left to right and from top to bottom */
    private Box quarter(int number) {
        boolean right = number % 2 == 1;
        boolean below = number >= 2;
        return around(right ? 0.74 : 0.26, below ? 0.74 : 0.26, between(0.41, 0.45));
    }

    /** A box whose middle lies near a point. */
    private Box around(double across, double down, double size) {
        return new Box(across - size / 2 + between(-0.015, 0.015), down - size / 2 + between(-0.015, 0.015), size);
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
    private List<Box> inside(Box outer) {
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
