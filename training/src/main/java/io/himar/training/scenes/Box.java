package io.himar.training.scenes;

/**
 * Where an object lies, in shares of the canvas's side.
 *
 * @param left of the square
 * @param top of the square
 * @param size side of the square
 */
record Box(double left, double top, double size) {

    double right() {
        return left + size;
    }

    double bottom() {
        return top + size;
    }

    boolean overlaps(Box other) {
        return left < other.right() && other.left < right() && top < other.bottom() && other.top < bottom();
    }
}
