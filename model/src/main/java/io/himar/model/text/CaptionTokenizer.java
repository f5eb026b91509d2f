package io.himar.model.text;

/** Turns captions into tokens; for use by several threads. */
public interface CaptionTokenizer extends AutoCloseable {

    /**
     * The tokens of a caption. The empty one has tokens, too: it is what guidance leads away from.
     *
     * @throws CaptionTooLongException if there are more than a context holds; nothing is ever cut off
     */
    CaptionTokens tokens(String caption);

    @Override
    default void close() {}
}
