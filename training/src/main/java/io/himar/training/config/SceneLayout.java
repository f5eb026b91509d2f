package io.himar.training.config;

/** How freely the objects of scenes lie on the canvas. */
public enum SceneLayout {
    /** Anywhere, in sizes that differ by half, as far as the caption lets them. */
    FREE,
    /** One in the middle, several in the quarters, all nearly as large: far fewer pictures of each caption. */
    TIDY
}
