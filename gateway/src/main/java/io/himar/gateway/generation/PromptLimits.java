package io.himar.gateway.generation;

import java.text.Normalizer;
import java.util.regex.Pattern;

/** What a prompt may be, whatever the model. How many tokens it may have says the model's encoder. */
public final class PromptLimits {
    /** In code points, as JSON Schema counts: far more than any encoder takes. */
    public static final int LONGEST = 2000;

    /** Lines and tabs, but no other control characters, nor halves of characters, which the database does not keep. */
    private static final Pattern STORABLE = Pattern.compile("[[^\\p{Cc}\\p{Cs}]\\t\\n\\r]*");

    private PromptLimits() {}

    /** In Unicode's normal form C: composed and decomposed letters are the same prompt. */
    public static String normalised(String prompt) {
        return Normalizer.normalize(prompt, Normalizer.Form.NFC);
    }

    static boolean isStorable(String prompt) {
        return STORABLE.matcher(prompt).matches();
    }
}
