package io.himar.model.text;

import io.himar.model.TextEncoder;
import io.himar.model.TextEncoderConfig;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A vocabulary of whole words, for small worlds. A word is a run of letters and digits, in lower case and normalised
 * (NFKC). What is between words is not read.
 *
 * <p>Token 0 is padding, 1 stands before every caption, 2 for each word that is not known; the words follow.
 */
public final class WordVocabulary implements CaptionTokenizer {
    /** The vocabulary in a model's folder, and beside its text graph: one word a line. */
    public static final String FILE = "words.txt";

    private static final long BEGIN = TextEncoder.PADDING + 1;
    private static final long UNKNOWN = BEGIN + 1;
    private static final int FIRST_WORD = (int) UNKNOWN + 1;
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}]+");

    private final Map<String, Long> ids = new LinkedHashMap<>();
    private final int contextLength;

    private WordVocabulary(List<String> words, int contextLength) {
        words.forEach(word -> ids.put(word, (long) FIRST_WORD + ids.size()));
        this.contextLength = contextLength;
    }

    /**
     * The words of captions, the most frequent ones first, those of equal frequency in alphabetical order.
     *
     * @param most words to keep
     * @param contextLength T
     */
    public static WordVocabulary of(Iterable<String> captions, int most, int contextLength) {
        Map<String, Integer> counts = new TreeMap<>();
        captions.forEach(caption -> words(caption).forEach(word -> counts.merge(word, 1, Integer::sum)));
        List<String> words = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(most)
                .map(Map.Entry::getKey)
                .toList();
        return new WordVocabulary(words, contextLength);
    }

    /**
     * Reads a vocabulary and checks that it is the encoder's.
     *
     * @throws TokenizerException if the file is missing, is not UTF-8, has another number of words than the encoder, or
     *     a line that is not one new word
     */
    public static WordVocabulary read(Path file, TextEncoderConfig encoder) throws IOException {
        List<String> words = lines(file);
        Set<String> seen = new LinkedHashSet<>();
        for (String word : words) {
            if (!words(word).equals(List.of(word))) {
                throw new TokenizerException(
                        file, "line " + (seen.size() + 1) + ": '" + word + "' (expected: one word in lower case)");
            }
            if (!seen.add(word)) {
                throw new TokenizerException(file, "'" + word + "' twice (expected: each word once)");
            }
        }
        int expected = words(encoder);
        if (words.size() != expected) {
            throw new TokenizerException(
                    file,
                    words.size() + " words (expected: " + expected + ", which the text encoder has beside " + FIRST_WORD
                            + " tokens that are no words)");
        }
        return new WordVocabulary(words, encoder.contextLength());
    }

    /** How many words an encoder knows. */
    public static int words(TextEncoderConfig encoder) {
        return encoder.vocabulary() - FIRST_WORD;
    }

    private static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            throw new TokenizerException(file, "is missing (expected: the words that the text encoder knows)", e);
        } catch (CharacterCodingException e) {
            throw new TokenizerException(file, "is not UTF-8 (expected: one word a line in that encoding)", e);
        }
    }

    /** Writes the words, one a line. */
    public void write(Path file) throws IOException {
        Files.write(file, ids.keySet(), StandardCharsets.UTF_8);
    }

    /** Tokens that the encoder has for it: the words, and those that are no words. */
    public int size() {
        return FIRST_WORD + ids.size();
    }

    /** The words, in the order of their tokens. */
    public List<String> words() {
        return List.copyOf(ids.keySet());
    }

    @Override
    public CaptionTokens tokens(String caption) {
        List<Long> found = new ArrayList<>(List.of(BEGIN));
        Set<String> unknown = new LinkedHashSet<>();
        for (String word : words(caption)) {
            found.add(ids.getOrDefault(word, UNKNOWN));
            if (!ids.containsKey(word)) {
                unknown.add(word);
            }
        }
        return new CaptionTokens(found, List.copyOf(unknown)).within(contextLength, caption);
    }

    private static List<String> words(String text) {
        String normal = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
        Stream<MatchResult> matches = WORD.matcher(normal).results();
        return matches.map(MatchResult::group).toList();
    }
}
