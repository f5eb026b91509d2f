package io.himar.model.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.ModelConfig;
import io.himar.model.PublishedModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelCatalogTest {
    @TempDir
    private Path directory;

    @Test
    void every_configuration_is_a_model_by_its_name() throws IOException {
        write("letters", "letters.json");
        write("digits", "digits.json");
        ModelCatalog catalog = ModelCatalog.read(directory);
        assertThat(catalog.names()).containsExactly("digits", "letters");
        assertThat(catalog.models()).extracting(ModelConfig::name).containsExactly("digits", "letters");
        assertThat(catalog.find("letters").orElseThrow().name()).isEqualTo("letters");
        assertThat(catalog.find("numbers")).isEmpty();
    }

    @Test
    void a_name_may_be_left_out_where_there_is_only_one_model() throws IOException {
        write("digits", "digits.json");
        assertThat(ModelCatalog.read(directory).onlyName()).contains("digits");
        write("letters", "letters.json");
        assertThat(ModelCatalog.read(directory).onlyName()).isEmpty();
    }

    @Test
    void a_file_that_was_renamed_is_refused_with_both_names() throws IOException {
        write("digits", "numbers.json");
        assertThatThrownBy(() -> ModelCatalog.read(directory))
                .isInstanceOf(ModelCatalogException.class)
                .hasMessage(
                        directory + " holds numbers.json, in which the model's name is 'digits' (expected: digits.json;"
                                + " to rename a model, change the name in its config.json and export it again)");
    }

    @Test
    void a_missing_folder_is_named() {
        Path missing = directory.resolve("nowhere");
        assertThatThrownBy(() -> ModelCatalog.read(missing))
                .isInstanceOf(ModelCatalogException.class)
                .hasMessage(missing + " is not a folder (expected: the root of a model repository)");
    }

    @Test
    void an_empty_folder_is_named() {
        assertThatThrownBy(() -> ModelCatalog.read(directory))
                .isInstanceOf(ModelCatalogException.class)
                .hasMessageStartingWith(directory + " holds no model configuration");
    }

    @Test
    void a_broken_model_is_named() throws IOException {
        Path broken = Files.writeString(directory.resolve("broken.json"), "{\"img_size\": ");
        assertThatThrownBy(() -> ModelCatalog.read(directory))
                .isInstanceOf(ModelCatalogException.class)
                .hasMessageStartingWith(directory + " holds a broken model")
                .hasMessageContaining(broken.toString());
    }

    @Test
    void the_version_of_a_model_is_the_one_that_its_graphs_are_served_in() throws IOException {
        write("digits", "digits.json");
        assertThat(ModelCatalog.read(directory).entry("digits").orElseThrow().version())
                .isEmpty();
        Path graph = Files.createDirectories(directory.resolve("digits-pivot"));
        Files.writeString(graph.resolve("config.pbtxt"), """
                name: "digits-pivot"
                version_policy { specific { versions: [ 4711 ] } }
                """);
        assertThat(ModelCatalog.read(directory).entry("digits").orElseThrow().version())
                .isEqualTo("4711");
    }

    private void write(String modelName, String fileName) throws IOException {
        ModelConfig shape = PublishedModels.all().get(0);
        Files.writeString(
                directory.resolve(fileName),
                shape.with(modelName, shape.labels()).toJson());
    }
}
