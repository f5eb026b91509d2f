package io.himar.training.data;

/** Pictures that have a text each, beside their class. */
public interface CaptionedPictures extends PictureSet {

    /** What the picture shows, in words. */
    String caption(int index);
}
