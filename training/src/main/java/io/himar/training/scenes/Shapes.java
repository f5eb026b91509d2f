package io.himar.training.scenes;

import java.awt.Shape;
import java.awt.geom.Area;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The outlines of shapes, in a square of side 1. */
final class Shapes {
    private static final int POINTS = 5;

    private Shapes() {}

    static Shape of(Thing thing) {
        return switch (thing) {
            case CIRCLE -> new Ellipse2D.Double(0, 0, 1, 1);
            case SQUARE -> new Rectangle2D.Double(0.04, 0.04, 0.92, 0.92);
            case TRIANGLE -> triangle();
            case STAR -> star();
            case CROSS -> cross();
            case HEART -> heart();
            default -> throw new IllegalArgumentException("thing: " + thing + " (expected: a shape)");
        };
    }

    private static Shape triangle() {
        Path2D path = new Path2D.Double();
        path.moveTo(0.5, 0.02);
        path.lineTo(1, 0.95);
        path.lineTo(0, 0.95);
        path.closePath();
        return path;
    }

    private static Shape star() {
        Path2D path = new Path2D.Double();
        for (int corner = 0; corner < 2 * POINTS; corner++) {
            double radius = corner % 2 == 0 ? 0.52 : 0.22;
            double angle = Math.PI * corner / POINTS;
            double x = 0.5 + radius * Math.sin(angle);
            double y = 0.53 - radius * Math.cos(angle);
            if (corner == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        path.closePath();
        return path;
    }

    private static Shape cross() {
        Area cross = new Area(new Rectangle2D.Double(0.36, 0.02, 0.28, 0.96));
        cross.add(new Area(new Rectangle2D.Double(0.02, 0.36, 0.96, 0.28)));
        return cross;
    }

    private static Shape heart() {
        Path2D path = new Path2D.Double();
        path.moveTo(0.5, 0.97);
        path.curveTo(0.15, 0.7, 0, 0.5, 0, 0.3);
        path.curveTo(0, -0.03, 0.42, -0.03, 0.5, 0.24);
        path.curveTo(0.58, -0.03, 1, -0.03, 1, 0.3);
        path.curveTo(1, 0.5, 0.85, 0.7, 0.5, 0.97);
        path.closePath();
        return path;
    }
}
