package io.himar.training.data;

import io.himar.training.file.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/**
 * What decoding every file of a data set once has found, to be kept in a file so that it need not be found again while
 * none of them changes.
 *
 * @param files digest of the index that was gone through
 * @param side that the pictures were decoded to
 * @param fingerprint of every picture and its class
 * @param skipped files that could not be decoded
 */
record Findings(String files, int side, String fingerprint, List<Skipped> skipped) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    /**
     * A file that is no picture.
     *
     * @param file its class folder and name
     */
    record Skipped(String file, String problem) {
        @Override
        public String toString() {
            return file + ": " + problem;
        }
    }

    Findings {
        skipped = List.copyOf(skipped);
    }

    /** What was found before of exactly these files at this size, if anything. */
    static Optional<Findings> kept(Path file, String files, int side) {
        if (file == null || !Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), Findings.class))
                    .filter(found -> found.files().equals(files) && found.side() == side);
        } catch (IOException e) {
            throw new UncheckedIOException("the findings " + file + " cannot be read: " + e.getMessage(), e);
        } catch (JacksonException | NullPointerException e) {
            // Written by another version: to be found anew.
            return Optional.empty();
        }
    }

    void keepIn(Path file) {
        if (file != null) {
            DurableFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        }
    }
}
