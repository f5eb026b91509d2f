package io.himar.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Captions in text files beside their pictures. */
final class CaptionFiles {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private CaptionFiles() {}

    /** The name of the file of a picture's caption. */
    static String nameFor(String picture) {
        return picture.substring(0, picture.lastIndexOf('.')) + ".txt";
    }

    /**
     * The captions by the names of the pictures; one that has no file is left out.
     *
     * @throws IllegalArgumentException naming a file that is empty or no UTF-8
     */
    static Map<String, String> read(Path folder, List<String> pictures) {
        Map<String, String> captions = new TreeMap<>();
        for (String picture : pictures) {
            Path file = folder.resolve(nameFor(picture));
            if (Files.exists(file)) {
                captions.put(picture, read(file));
            }
        }
        return captions;
    }

    private static String read(Path file) {
        try {
            String caption = oneLine(Files.readString(file, StandardCharsets.UTF_8));
            if (caption.isEmpty()) {
                throw new IllegalArgumentException(
                        file + " is empty (expected: a caption, in words what the picture shows)");
            }
            return caption;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(file + " is not UTF-8 (expected: a caption in that encoding)", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the caption " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** A caption without line breaks, and without the mark that some editors put before a text. */
    static String oneLine(String text) {
        return text.replace(BYTE_ORDER_MARK, "").strip().replaceAll("\\s+", " ");
    }
}
