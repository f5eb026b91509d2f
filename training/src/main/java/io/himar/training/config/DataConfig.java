package io.himar.training.config;

import java.nio.file.Path;

/**
 * The pictures.
 *
 * @param path their folder; may be given on the command line instead
 * @param heldOutEvery the last of so many pictures of a class is held out
 * @param horizontalFlip whether half of the pictures, drawn anew each time, are mirrored
 * @param loaderThreads threads that read and decode pictures
 * @param memory MB, of 1024 x 1024 bytes, that decoded pictures may take
 * @param scenes pictures that are drawn to train a model that draws texts
 * @param scenesKept which of them are kept, by their number of objects
 * @param sceneLayout how freely their objects lie
 * @param cache folder of encoded latents, to be shared by runs, or null for the run's own
 */
public record DataConfig(
        String path,
        int heldOutEvery,
        boolean horizontalFlip,
        int loaderThreads,
        int memory,
        int scenes,
        ScenesKept scenesKept,
        SceneLayout sceneLayout,
        String cache) {

    public DataConfig {
        Check.that("held_out_every", heldOutEvery >= 2, heldOutEvery, ">= 2");
        Check.positive("loader_threads", loaderThreads);
        Check.notNegative("memory", memory);
        Check.positive("scenes", scenes);
        Check.that("scenes_kept", scenesKept != null, null, "an object");
        Check.that("scene_layout", sceneLayout != null, null, "free or tidy");
    }

    public DataConfig withPath(String other) {
        return new DataConfig(
                other, heldOutEvery, horizontalFlip, loaderThreads, memory, scenes, scenesKept, sceneLayout, cache);
    }

    /** The same with absolute paths, so that a run can be taken up from anywhere. */
    public DataConfig absolute() {
        return new DataConfig(
                absolute(path),
                heldOutEvery,
                horizontalFlip,
                loaderThreads,
                memory,
                scenes,
                scenesKept,
                sceneLayout,
                cache == null ? null : absolute(cache));
    }

    private static String absolute(String path) {
        return Path.of(path).toAbsolutePath().normalize().toString();
    }
}
