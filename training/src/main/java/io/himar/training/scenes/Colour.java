package io.himar.training.scenes;

import java.awt.Color;
import java.util.List;
import java.util.Locale;

/** The colours of things, bright ones that differ well on a dark canvas. */
enum Colour {
    RED(225, 45, 45),
    GREEN(40, 175, 70),
    BLUE(60, 100, 240),
    YELLOW(240, 215, 40),
    ORANGE(245, 135, 25),
    PINK(245, 120, 200),
    WHITE(240, 240, 240);

    static final List<Colour> ALL = List.of(values());

    private final Color rgb;

    Colour(int red, int green, int blue) {
        this.rgb = new Color(red, green, blue);
    }

    /** Its place among them, from 0. */
    int number() {
        return ALL.indexOf(this);
    }

    Color rgb() {
        return rgb;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
