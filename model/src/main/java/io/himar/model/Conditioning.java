package io.himar.model;

/** What a model is told its pictures show. */
public enum Conditioning {
    /** One of its classes, as released. */
    CLASS,
    /** A text, as an encoder's context. */
    TEXT;

    /** Checks the keys that go with it, and returns the number of classes. */
    int classes(Integer classNum, TextEncoderConfig text, int bufferSize) {
        if (this == TEXT) {
            ConfigCheck.that(
                    "class_num",
                    classNum == null || classNum == 0,
                    classNum,
                    "nothing where conditioning is text: there are no classes");
            ConfigCheck.that("text", text != null, null, "the text encoder's shape, where conditioning is text");
            ConfigCheck.that(
                    "buffer_size",
                    bufferSize == text.contextLength(),
                    bufferSize,
                    "text.context_length, " + text.contextLength());
            return 0;
        }
        ConfigCheck.that("text", text == null, "an encoder's shape", "nothing where conditioning is class");
        ConfigCheck.that("class_num", classNum != null && classNum > 0, classNum, "> 0");
        return classNum;
    }
}
