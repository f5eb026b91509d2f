package io.himar.model.text;

/** A caption has more tokens than a context holds. */
public final class CaptionTooLongException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CaptionTooLongException(String caption, int tokens, int most) {
        super("'" + start(caption) + "': " + tokens + " tokens (expected: at most " + most
                + ", those for beginning and end included; shorten the text)");
    }

    private static String start(String caption) {
        int shown = 40;
        return caption.codePointCount(0, caption.length()) <= shown
                ? caption
                : caption.substring(0, caption.offsetByCodePoints(0, shown)) + "...";
    }
}
