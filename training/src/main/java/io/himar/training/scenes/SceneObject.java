package io.himar.training.scenes;

/** A thing of a colour. */
record SceneObject(Colour colour, Thing thing) {
    private static final int EVERY = 5;

    /**
     * Whether no training picture has this thing in this colour. That is a fifth of all, some of every colour and
     * thing.
     */
    boolean heldOut() {
        return (3 * colour.number() + thing.number()) % EVERY == 0;
    }
}
