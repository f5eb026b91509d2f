package io.himar.worker.intake;

/** What is done with an image in hand. Neither method throws: whatever goes wrong is reported. */
public interface ImageWork<T> {
    /** Takes the image through the stage, on a thread of its own. */
    void run(ImageInHand<T> image);

    /** Gives an image back that has not begun. */
    void giveBack(ImageInHand<T> image);
}
