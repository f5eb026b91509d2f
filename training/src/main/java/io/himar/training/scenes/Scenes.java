package io.himar.training.scenes;

import io.himar.training.config.SceneLayout;
import io.himar.training.config.ScenesKept;
import io.himar.training.data.CaptionedPictures;
import io.himar.training.data.PictureSet;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Pictures of scenes, each drawn when it is asked for. A picture follows from the seed and its index alone, whatever
 * the size of the set. Its class is the thing that its caption is about, for models that know nothing but classes.
 */
public final class Scenes implements CaptionedPictures {
    private static final List<String> THINGS =
            Thing.ALL.stream().map(Thing::word).toList();

    private final long seed;
    private final int size;
    private final int side;
    private final SceneSampler sampler;
    private final Painter painter;

    /**
     * A set of scenes.
     *
     * @param size pictures
     * @param side of a picture in pixels
     * @param heldOut whether each scene has a combination that training never shows, or none has
     * @param layout where their objects lie; captions do not depend on it
     * @param digits handwritten digits, of which class i is the digit i
     */
    public Scenes(long seed, int size, int side, boolean heldOut, SceneLayout layout, PictureSet digits) {
        this(seed, size, side, heldOut, ScenesKept.ALL, layout, digits);
    }

    /** The same, of which some kinds of scenes are kept less often than others. */
    Scenes(long seed, int size, int side, boolean heldOut, ScenesKept kept, SceneLayout layout, PictureSet digits) {
        this.seed = seed;
        this.size = size;
        this.side = side;
        this.sampler = new SceneSampler(heldOut, kept);
        this.painter = new Painter(new Glyphs(digits), side, layout);
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int side() {
        return side;
    }

    @Override
    public List<String> classes() {
        return THINGS;
    }

    @Override
    public int label(int index) {
        return scene(index).objects().get(0).thing().number();
    }

    @Override
    public String caption(int index) {
        SplittableRandom random = random(index);
        Scene scene = sampler.draw(random);
        return Wording.of(scene, random.split());
    }

    @Override
    public void read(int index, float[] target, int offset) {
        int[] rgb = picture(index).getRGB(0, 0, side, side, null, 0, side);
        for (int i = 0; i < rgb.length; i++) {
            target[offset + i] = ((rgb[i] >> 16) & 255) / 127.5f - 1;
            target[offset + rgb.length + i] = ((rgb[i] >> 8) & 255) / 127.5f - 1;
            target[offset + 2 * rgb.length + i] = (rgb[i] & 255) / 127.5f - 1;
        }
    }

    /** A picture as an image. */
    public BufferedImage picture(int index) {
        SplittableRandom random = random(index);
        Scene scene = sampler.draw(random);
        random.split(); // the wording's: what that draws, and how often, changes nothing of the picture
        return painter.paint(scene, random.split());
    }

    /** What the picture's caption asks for. */
    public Asked asked(int index) {
        return Asked.by(scene(index));
    }

    Scene scene(int index) {
        return sampler.draw(random(index));
    }

    private SplittableRandom random(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("index: " + index + " (expected: 0 to " + (size - 1) + ")");
        }
        // Neighbouring seeds would give streams that are one another's, shifted by a draw.
        long start = new SplittableRandom(seed).nextLong() + index;
        return new SplittableRandom(new SplittableRandom(start).nextLong());
    }
}
