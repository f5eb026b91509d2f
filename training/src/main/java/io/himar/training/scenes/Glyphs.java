package io.himar.training.scenes;

import io.himar.training.data.PictureSet;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Handwritten digits, each cut to where there is ink. */
final class Glyphs {
    private static final int LEAST_INK = 32;

    private final PictureSet digits;
    private final List<List<Integer>> byDigit = new ArrayList<>();

    /** @param digits of which class i is the digit i */
    Glyphs(PictureSet digits) {
        this.digits = digits;
        for (int digit = 0; digit < digits.classes().size(); digit++) {
            byDigit.add(new ArrayList<>());
        }
        for (int i = 0; i < digits.size(); i++) {
            byDigit.get(digits.label(i)).add(i);
        }
    }

    /** One of the digit's pictures, in a colour on nothing. */
    BufferedImage draw(Thing digit, Color colour, SplittableRandom random) {
        List<Integer> candidates = byDigit.get(digit.number());
        float[] values = new float[digits.values()];
        digits.read(candidates.get(random.nextInt(candidates.size())), values, 0);
        int side = digits.side();
        int[] ink = new int[side * side];
        for (int i = 0; i < ink.length; i++) {
            ink[i] = Math.round((values[i] + 1) * 127.5f);
        }
        return cut(ink, side, colour);
    }

    private static BufferedImage cut(int[] ink, int side, Color colour) {
        int left = side;
        int right = 0;
        int top = side;
        int bottom = 0;
        for (int i = 0; i < ink.length; i++) {
            if (ink[i] >= LEAST_INK) {
                left = Math.min(left, i % side);
                right = Math.max(right, i % side);
                top = Math.min(top, i / side);
                bottom = Math.max(bottom, i / side);
            }
        }
        BufferedImage glyph = new BufferedImage(right - left + 1, bottom - top + 1, BufferedImage.TYPE_INT_ARGB);
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                glyph.setRGB(x - left, y - top, (ink[y * side + x] << 24) | (colour.getRGB() & 0xFFFFFF));
            }
        }
        return glyph;
    }
}
