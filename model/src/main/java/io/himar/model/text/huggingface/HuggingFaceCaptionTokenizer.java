package io.himar.model.text.huggingface;

import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import io.himar.model.TextEncoderConfig;
import io.himar.model.text.CaptionTokenizer;
import io.himar.model.text.CaptionTokens;
import io.himar.model.text.TokenizerException;
import io.himar.model.text.TokenizerFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Tokens by a {@code tokenizer.json} of Hugging Face, as CLIP's text models have one. It knows every word, as byte
 * pairs.
 */
public final class HuggingFaceCaptionTokenizer implements CaptionTokenizer {
    private final HuggingFaceTokenizer tokenizer;
    private final int contextLength;

    private HuggingFaceCaptionTokenizer(HuggingFaceTokenizer tokenizer, int contextLength) {
        this.tokenizer = tokenizer;
        this.contextLength = contextLength;
    }

    /**
     * Opens a tokenizer and checks that it is the encoder's.
     *
     * @throws TokenizerException if the file is missing or damaged, has another number of tokens than the encoder, or
     *     does not mark a caption's beginning and end
     */
    public static HuggingFaceCaptionTokenizer open(Path file, TextEncoderConfig encoder) throws IOException {
        TokenizerFile.requireFits(file, encoder);
        NativeLibrary.prepare();
        var opened = new HuggingFaceCaptionTokenizer(load(file), encoder.contextLength());
        if (opened.tokens("").ids().isEmpty()) {
            opened.close();
            throw new TokenizerException(
                    file, "has no tokens for a caption's beginning and end (expected: those of CLIP's tokenizer)");
        }
        return opened;
    }

    private static HuggingFaceTokenizer load(Path file) throws IOException {
        try {
            return HuggingFaceTokenizer.newInstance(file, Map.of("truncation", "false", "padding", "false"));
        } catch (RuntimeException e) {
            throw new TokenizerException(file, "is no tokenizer that can be read: " + e.getMessage(), e);
        }
    }

    @Override
    public CaptionTokens tokens(String caption) {
        // Half of a surrogate pair is no text, and the native library takes text alone.
        String text = new String(caption.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
        List<Long> ids = Arrays.stream(tokenizer.encode(text, true, false).getIds())
                .boxed()
                .toList();
        return new CaptionTokens(ids, List.of()).within(contextLength, caption);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
