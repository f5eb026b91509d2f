package io.himar.training.evaluation;

import io.himar.training.file.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

/** Reports as JSON files. */
public final class ReportFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private ReportFile() {}

    public static void write(Path file, Report report) {
        writeAny(file, report);
    }

    public static void write(Path file, SceneReport report) {
        writeAny(file, report);
    }

    /** @throws UncheckedIOException naming the file that cannot be read or holds no report */
    public static Report read(Path file) {
        try {
            return JSON.readValue(Files.readAllBytes(file), Report.class);
        } catch (IOException e) {
            throw new UncheckedIOException("the report " + file + " cannot be read: " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw new UncheckedIOException(
                    "the report " + file + " is wrong: " + e.getOriginalMessage(), new IOException(e));
        }
    }

    private static void writeAny(Path file, Object report) {
        DurableFile.write(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
    }
}
