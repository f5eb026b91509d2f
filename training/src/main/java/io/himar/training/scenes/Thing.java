package io.himar.training.scenes;

import java.util.List;
import java.util.Locale;

/** What scenes are made of: the ten digits and six shapes. */
enum Thing {
    ZERO,
    ONE,
    TWO,
    THREE,
    FOUR,
    FIVE,
    SIX,
    SEVEN,
    EIGHT,
    NINE,
    CIRCLE,
    SQUARE,
    TRIANGLE,
    STAR,
    CROSS,
    HEART;

    private static final int DIGITS = 10;

    static final List<Thing> ALL = List.of(values());

    /** The shapes that are wide enough for something to lie inside. */
    static final List<Thing> CONTAINERS = List.of(CIRCLE, SQUARE);

    /** Its place among them, from 0; a digit's own number. */
    int number() {
        return ALL.indexOf(this);
    }

    boolean isDigit() {
        return number() < DIGITS;
    }

    /** As captions call it; a digit by its figure. */
    String word() {
        return isDigit() ? Integer.toString(number()) : name().toLowerCase(Locale.ROOT);
    }

    String plural() {
        return this == CROSS ? "crosses" : word() + "s";
    }
}
