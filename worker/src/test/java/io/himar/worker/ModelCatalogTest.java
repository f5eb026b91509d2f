package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.worker.bench.RandomModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogTest {
    @TempDir
    private Path directory;

    @Test
    void every_configuration_of_the_directory_is_a_model() throws IOException {
        RandomModel.configuration(directory.resolve("tiny.json"));
        ModelCatalog models = ModelCatalog.read(directory);
        assertThat(models.require("tiny").lowTokens()).isEqualTo(16);
        assertThatThrownBy(() -> models.require("large"))
                .isInstanceOf(InvalidTaskException.class)
                .hasMessage("model: large (expected: one of tiny)");
    }

    @Test
    void a_missing_directory_is_one_clear_sentence() {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> ModelCatalog.read(missing))
                .isInstanceOf(ModelDirectoryException.class)
                .hasMessage("himar.models.directory: " + missing
                        + " is no folder (expected: the root of an exported model repository).");
    }

    @Test
    void a_directory_without_models_is_refused() {
        assertThatThrownBy(() -> ModelCatalog.read(directory))
                .isInstanceOf(ModelDirectoryException.class)
                .hasMessageContaining("holds no model");
    }

    @Test
    void a_broken_configuration_is_named() throws IOException {
        Files.writeString(directory.resolve("broken.json"), "{");
        assertThatThrownBy(() -> ModelCatalog.read(directory))
                .isInstanceOf(ModelDirectoryException.class)
                .hasMessageContaining("broken.json");
    }
}
