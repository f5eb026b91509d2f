package io.himar.standalone.sheet;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Letters of 5 x 7 pixels. Headless machines often have no fonts at all, on which the toolkit's text drawing fails; a
 * label must not depend on that.
 */
final class BitmapFont {
    static final int WIDTH = 5;
    static final int HEIGHT = 7;
    private static final int ADVANCE = WIDTH + 1;

    private final Map<Character, String[]> glyphs;

    private BitmapFont(Map<Character, String[]> glyphs) {
        this.glyphs = glyphs;
    }

    /** Reads the letters that come with this class: a line with the letter, then seven lines of dots and hashes. */
    static BitmapFont load() {
        var resource = Objects.requireNonNull(BitmapFont.class.getResourceAsStream("letters.txt"), "letters.txt");
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(resource, StandardCharsets.UTF_8))) {
            Map<Character, String[]> glyphs = new HashMap<>();
            for (String name = reader.readLine(); name != null; name = reader.readLine()) {
                String[] rows = new String[HEIGHT];
                for (int row = 0; row < HEIGHT; row++) {
                    rows[row] = reader.readLine();
                }
                glyphs.put(name.charAt(0), rows);
            }
            return new BitmapFont(glyphs);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The width in pixels of a text drawn at a scale. */
    int width(String text, int scale) {
        return text.isEmpty() ? 0 : (text.length() * ADVANCE - 1) * scale;
    }

    /** Draws a text in capitals with its upper left corner at (x, y); a letter that is unknown leaves a gap. */
    void draw(BufferedImage image, String text, int x, int y, int scale, int rgb) {
        String capitals = text.toUpperCase(Locale.ROOT);
        for (int index = 0; index < capitals.length(); index++) {
            String[] rows = glyphs.get(capitals.charAt(index));
            if (rows != null) {
                glyph(image, rows, x + index * ADVANCE * scale, y, scale, rgb);
            }
        }
    }

    private static void glyph(BufferedImage image, String[] rows, int x, int y, int scale, int rgb) {
        for (int row = 0; row < HEIGHT * scale; row++) {
            for (int column = 0; column < WIDTH * scale; column++) {
                if (rows[row / scale].charAt(column / scale) == '#') {
                    image.setRGB(x + column, y + row, rgb);
                }
            }
        }
    }
}
