package io.himar.training.scenes;

import io.himar.training.config.SceneLayout;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.SplittableRandom;

/** Paints scenes on a dark square canvas. */
final class Painter {
    /** A colour's channels are shifted by this at most, so that no colour is one value alone. */
    private static final int SHADE = 14;

    private static final int DARKEST = 8;
    private static final int DARK = 40;

    private final Glyphs glyphs;
    private final int side;
    private final SceneLayout layout;

    /** @param side of the canvas in pixels */
    Painter(Glyphs glyphs, int side, SceneLayout layout) {
        this.glyphs = glyphs;
        this.side = side;
        this.layout = layout;
    }

    BufferedImage paint(Scene scene, SplittableRandom random) {
        BufferedImage canvas = new BufferedImage(side, side, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = canvas.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        int grey = random.nextInt(DARKEST, DARK);
        graphics.setColor(new Color(grey, grey, grey));
        graphics.fillRect(0, 0, side, side);
        List<SceneObject> objects = scene.objects();
        List<Box> boxes = Placement.of(scene, layout, random);
        // From the last to the first: what is inside another lies on it.
        for (int i = objects.size() - 1; i >= 0; i--) {
            paint(graphics, objects.get(i), boxes.get(i), random);
        }
        graphics.dispose();
        return canvas;
    }

    private void paint(Graphics2D graphics, SceneObject object, Box box, SplittableRandom random) {
        Color colour = shaded(object.colour().rgb(), random);
        AffineTransform place = AffineTransform.getTranslateInstance(box.left() * side, box.top() * side);
        if (!object.thing().isDigit()) {
            place.scale(box.size() * side, box.size() * side);
            graphics.setColor(colour);
            graphics.fill(place.createTransformedShape(Shapes.of(object.thing())));
            return;
        }
        BufferedImage glyph = glyphs.draw(object.thing(), colour, random);
        int longest = Math.max(glyph.getWidth(), glyph.getHeight());
        double scale = box.size() * side / longest;
        place.translate(scale * (longest - glyph.getWidth()) / 2, scale * (longest - glyph.getHeight()) / 2);
        place.scale(scale, scale);
        graphics.drawImage(glyph, place, null);
    }

    private static Color shaded(Color colour, SplittableRandom random) {
        return new Color(
                shaded(colour.getRed(), random), shaded(colour.getGreen(), random), shaded(colour.getBlue(), random));
    }

    private static int shaded(int channel, SplittableRandom random) {
        return Math.max(0, Math.min(255, channel + random.nextInt(-SHADE, SHADE + 1)));
    }
}
