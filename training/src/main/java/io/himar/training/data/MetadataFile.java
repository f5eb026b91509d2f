package io.himar.training.data;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The captions of a folder of pictures in one file: a JSON object a line, with {@code file_name} and {@code text}. */
final class MetadataFile {
    static final String NAME = "metadata.jsonl";
    static final String FILE = "file_name";
    static final String TEXT = "text";

    private final Path folder;
    private final Map<String, String> captions = new TreeMap<>();
    private int line;

    private MetadataFile(Path folder) {
        this.folder = folder;
    }

    /** That of a folder, if there is one. */
    static Optional<MetadataFile> in(Path folder) {
        return Files.exists(folder.resolve(NAME)) ? Optional.of(new MetadataFile(folder)) : Optional.empty();
    }

    /**
     * Reads the captions by the names of the pictures, which may lie in folders below.
     *
     * @throws IllegalArgumentException naming the line that is no JSON, names no picture that is there or names one
     *     again, or has no text
     */
    Map<String, String> captions() {
        try (BufferedReader lines = Files.newBufferedReader(folder.resolve(NAME), StandardCharsets.UTF_8)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                if (!text.isBlank()) {
                    add(CaptionFiles.oneLine(text));
                }
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    folder.resolve(NAME) + " is not UTF-8 (expected: JSON in that encoding)", e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the captions " + folder.resolve(NAME) + " cannot be read: " + e.getMessage(), e);
        }
        if (captions.isEmpty()) {
            throw new IllegalArgumentException(folder.resolve(NAME) + " has no line (expected: one for each picture)");
        }
        return captions;
    }

    private void add(String text) {
        JsonNode tree;
        try {
            tree = JsonMapper.shared().readTree(text);
        } catch (JacksonException e) {
            throw wrong("no JSON, " + e.getOriginalMessage(), "an object with " + FILE + " and " + TEXT, e);
        }
        String name = text(tree, FILE);
        String caption = text(tree, TEXT);
        Path picture = folder.resolve(name).normalize();
        if (!picture.startsWith(folder.normalize()) || !Files.isRegularFile(picture)) {
            throw wrong(FILE + " " + name, "a picture that lies in " + folder, null);
        }
        if (!ImageFiles.hasImageName(picture)) {
            throw wrong(FILE + " " + name, "a PNG, JPEG, GIF or BMP file", null);
        }
        String inFolder = folder.normalize().relativize(picture).toString();
        if (captions.put(inFolder, caption) != null) {
            throw wrong(FILE + " " + name + " again", "each picture once", null);
        }
    }

    private String text(JsonNode tree, String key) {
        JsonNode value = tree.path(key);
        String text = value.isString() ? CaptionFiles.oneLine(value.stringValue()) : "";
        if (text.isEmpty()) {
            String found = value.isMissingNode() ? "missing" : value.toString();
            throw wrong(
                    key + ": " + found,
                    key.equals(FILE) ? "the name of a picture" : "a caption, in words what the picture shows",
                    null);
        }
        return text;
    }

    private IllegalArgumentException wrong(String what, String expected, Exception cause) {
        return new IllegalArgumentException(
                folder.resolve(NAME) + ", line " + line + ": " + what + " (expected: " + expected + ")", cause);
    }
}
