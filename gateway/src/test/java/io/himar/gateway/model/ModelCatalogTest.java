package io.himar.gateway.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogTest {
    @TempDir
    Path directory;

    @Test
    void the_file_names_are_the_names_of_the_models() {
        ModelCatalog catalog = ModelCatalog.read(Path.of("src/test/resources/models"));

        assertThat(catalog.names()).containsExactly("digits");
        assertThat(catalog.onlyName()).contains("digits");
        assertThat(catalog.find("digits").orElseThrow().classes()).isEqualTo(3);
        assertThat(catalog.find("letters")).isEmpty();
    }

    @Test
    void a_missing_folder_is_named() {
        Path missing = directory.resolve("nowhere");

        assertThatThrownBy(() -> ModelCatalog.read(missing))
                .isInstanceOf(ModelCatalogException.class)
                .hasMessage("himar.models.directory: " + missing
                        + " is not a folder (expected: the root of a model repository)");
    }

    @Test
    void an_empty_folder_is_named() {
        assertThatThrownBy(() -> ModelCatalog.read(directory))
                .isInstanceOf(ModelCatalogException.class)
                .hasMessageContaining(directory + " holds no model configuration");
    }

    @Test
    void a_broken_model_is_named() throws Exception {
        Path broken = Files.writeString(directory.resolve("broken.json"), "{\"img_size\": ");

        assertThatThrownBy(() -> ModelCatalog.read(directory))
                .isInstanceOf(ModelCatalogException.class)
                .hasMessageContaining("himar.models.directory")
                .hasMessageContaining(broken.toString());
    }
}
