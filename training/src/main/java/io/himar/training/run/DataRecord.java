package io.himar.training.run;

import io.himar.training.data.PictureSet;
import io.himar.training.data.SplitPictures;
import io.himar.training.file.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a run was trained on.
 *
 * @param path where the pictures lay
 * @param fingerprint of every picture and its class
 * @param training pictures to learn from, by class
 * @param heldOut pictures that training does not see, by class
 * @param skipped files that could not be decoded
 */
record DataRecord(
        String path,
        String fingerprint,
        Map<String, Integer> training,
        Map<String, Integer> heldOut,
        List<String> skipped) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    static DataRecord of(String path, SplitPictures pictures) {
        return new DataRecord(
                path,
                pictures.fingerprint(),
                counts(pictures.training()),
                counts(pictures.heldOut()),
                pictures.skipped());
    }

    private static Map<String, Integer> counts(PictureSet pictures) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        pictures.classes().forEach(name -> counts.put(name, 0));
        for (int i = 0; i < pictures.size(); i++) {
            counts.merge(pictures.classes().get(pictures.label(i)), 1, Integer::sum);
        }
        return counts;
    }

    /**
     * Writes the record, or compares it with the one there.
     *
     * @throws IllegalArgumentException where the run began with other pictures
     */
    void keepIn(Path file) {
        if (!Files.exists(file)) {
            DurableFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
            return;
        }
        try {
            String before =
                    JSON.readValue(Files.readAllBytes(file), DataRecord.class).fingerprint();
            if (!before.equals(fingerprint)) {
                throw new IllegalArgumentException("the pictures in " + path + " are not those that the run began with:"
                        + " fingerprint " + fingerprint + " (expected: " + before + ", of " + file + ")");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the record " + file + " cannot be read: " + e.getMessage(), e);
        }
    }
}
