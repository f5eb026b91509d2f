package io.himar.model.text;

import java.util.Arrays;
import java.util.List;

/**
 * A caption as an encoder reads it.
 *
 * @param ids its tokens, those that mark its beginning and end included; at least one
 * @param unknown words that the encoder does not know, each once, in the order of the caption
 */
public record CaptionTokens(List<Long> ids, List<String> unknown) {
    public CaptionTokens {
        ids = List.copyOf(ids);
        unknown = List.copyOf(unknown);
    }

    /**
     * These tokens, if a context holds them.
     *
     * @param caption what they are of, for the message
     * @throws CaptionTooLongException if it does not
     */
    public CaptionTokens within(int contextLength, String caption) {
        if (ids.size() > contextLength) {
            throw new CaptionTooLongException(caption, ids.size(), contextLength);
        }
        return this;
    }

    /** The ids, padded to the context's length. */
    public long[] padded(int contextLength) {
        long[] padded = ids.stream().mapToLong(Long::longValue).toArray();
        return Arrays.copyOf(padded, contextLength); // zeros: no padding is ever looked at
    }

    /** By slot of the context, whether it holds a token and no padding. */
    public boolean[] known(int contextLength) {
        boolean[] known = new boolean[contextLength];
        Arrays.fill(known, 0, ids.size(), true);
        return known;
    }
}
