package io.himar.training.data;

import io.himar.training.file.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What emoji are called in English: the names and keywords of Unicode's CLDR, as the npm packages
 * {@code cldr-annotations-full} and, for skin tones, flags and the like, {@code cldr-annotations-derived-full} have
 * them.
 */
public final class EmojiCaptions {
    /** So many of its keywords, beside an emoji's name. */
    private static final int KEYWORDS = 3;
    /** It asks for the coloured form of a sign, and is not written everywhere. */
    private static final String COLOURED = "\uFE0F";

    private final Map<String, String> captions = new HashMap<>();

    /**
     * Adds the names of an unpacked package.
     *
     * @throws IllegalArgumentException where the folder is not such a package
     */
    public void add(Path packageFolder) {
        for (String part : List.of("annotations", "annotationsDerived")) {
            Path file = packageFolder.resolve(part).resolve("en/annotations.json");
            if (Files.exists(file)) {
                add(file, part);
                return;
            }
        }
        throw new IllegalArgumentException(packageFolder + " is not the unpacked npm package cldr-annotations-full or"
                + " cldr-annotations-derived-full (expected: annotations/en/annotations.json or"
                + " annotationsDerived/en/annotations.json)");
    }

    private void add(Path file, String part) {
        try {
            JsonNode signs = JsonMapper.shared()
                    .readTree(Files.readAllBytes(file))
                    .path(part)
                    .path("annotations");
            for (Map.Entry<String, JsonNode> sign : signs.properties()) {
                caption(sign.getValue())
                        .ifPresent(text -> captions.put(sign.getKey().replace(COLOURED, ""), text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the names " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Its name, and some keywords that say what the name does not. */
    private static Optional<String> caption(JsonNode sign) {
        String name = sign.path("tts").path(0).asString("");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String keywords = StreamSupport.stream(sign.path("default").spliterator(), false)
                .map(JsonNode::stringValue)
                .filter(keyword -> !name.contains(keyword))
                .limit(KEYWORDS)
                .collect(Collectors.joining(", "));
        return Optional.of(keywords.isEmpty() ? name : name + ", " + keywords);
    }

    /**
     * The caption of a picture.
     *
     * @param picture the name of its file, the sign's code points in hexadecimal digits, such as
     *     {@code 270b-1f3fb-google.png}
     */
    Optional<String> of(String picture) {
        String sign = Arrays.stream(
                        picture.substring(0, picture.lastIndexOf('-')).split("-", -1))
                .map(point -> Character.toString(Integer.parseInt(point, 16)))
                .collect(Collectors.joining());
        return Optional.ofNullable(captions.get(sign.replace(COLOURED, "")));
    }

    /**
     * Writes {@code metadata.jsonl} into a data set of class folders; a picture whose sign has no name is not in it.
     *
     * @return pictures with a caption
     */
    int write(Path dataSet) {
        ImageFiles files = ImageFiles.in(dataSet);
        Map<String, String> lines = new TreeMap<>();
        for (int i = 0; i < files.size(); i++) {
            Path picture = files.path(i);
            String name = files.name(i);
            of(picture.getFileName().toString().toLowerCase(Locale.ROOT))
                    .ifPresent(caption -> lines.put(name, line(name, caption)));
        }
        if (!lines.isEmpty()) {
            DurableFile.write(dataSet.resolve(MetadataFile.NAME), String.join("\n", lines.values()) + "\n");
        }
        return lines.size();
    }

    private static String line(String picture, String caption) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put(MetadataFile.FILE, picture);
        line.put(MetadataFile.TEXT, caption);
        return JsonMapper.shared().writeValueAsString(line);
    }
}
