package io.himar.service.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.himar.model.ModelConfig;
import io.himar.model.PublishedModels;
import io.himar.model.catalog.ModelCatalog;
import io.himar.model.catalog.ModelCatalogException;
import io.himar.service.settings.ModelsSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class FollowedModelsTest {
    @TempDir
    private Path folder;

    private final Logger logger = (Logger) LoggerFactory.getLogger(FollowedModels.class);
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private Path directory;

    @BeforeEach
    void write() throws IOException {
        logged.start();
        logger.addAppender(logged);
        logger.setLevel(Level.INFO);
        directory = Files.createDirectory(folder.resolve("models"));
        write("digits");
    }

    @AfterEach
    void stopLogging() {
        logger.setLevel(null);
        logger.detachAppender(logged);
    }

    @Test
    void a_model_that_is_added_is_there_from_the_second_look_on_that_sees_it() throws IOException {
        FollowedModels models = following();
        ModelCatalog before = models.now();
        write("letters");
        models.look();
        assertThat(models.now().names()).containsExactly("digits");
        models.look();
        assertThat(models.now().names()).containsExactly("digits", "letters");
        assertThat(before.names()).as("who asked before goes on with that").containsExactly("digits");
    }

    @Test
    void a_model_that_is_replaced_is_the_new_one_and_the_others_are_the_very_same() throws IOException {
        write("letters");
        FollowedModels models = following();
        ModelConfig digits = models.now().find("digits").orElseThrow();
        write("letters", "4711");
        models.look();
        models.look();
        assertThat(models.now().entry("letters").orElseThrow().version()).isEqualTo("4711");
        assertThat(models.now().find("digits")).containsSame(digits);
    }

    @Test
    void a_file_that_changes_from_look_to_look_is_not_taken_until_it_is_still() throws IOException {
        FollowedModels models = following();
        write("letters", "1");
        models.look();
        write("letters", "2");
        models.look();
        assertThat(models.now().names()).containsExactly("digits");
        models.look();
        assertThat(models.now().entry("letters").orElseThrow().version()).isEqualTo("2");
    }

    @Test
    void half_a_file_is_not_taken_and_told_once_and_the_former_one_is_used() throws IOException {
        FollowedModels models = following();
        Path file = directory.resolve("digits.json");
        String whole = Files.readString(file);
        Files.writeString(file, whole.substring(0, whole.length() / 2));
        for (int look = 0; look < 4; look++) {
            models.look();
        }
        assertThat(models.now().names()).containsExactly("digits");
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .startsWith("What the model repository holds now is not taken")
                .contains(file + " is wrong: ");
    }

    @Test
    void a_model_that_is_taken_away_is_gone_but_an_empty_or_missing_folder_changes_nothing() throws IOException {
        write("letters");
        FollowedModels models = following();
        Files.delete(directory.resolve("letters.json"));
        models.look();
        assertThat(models.now().names()).hasSize(2);
        models.look();
        assertThat(models.now().names()).containsExactly("digits");

        FileUtils.cleanDirectory(directory.toFile());
        models.look();
        models.look();
        assertThat(models.now().names()).containsExactly("digits");
        Files.delete(directory);
        models.look();
        models.look();
        assertThat(models.now().names()).containsExactly("digits");
    }

    @Test
    void only_the_models_that_are_named_are_known() throws IOException {
        write("letters");
        FollowedModels models = following("letters", "scenes");
        assertThat(models.now().names()).containsExactly("letters");
        write("scenes");
        write("emoji");
        models.look();
        models.look();
        assertThat(models.now().names()).containsExactly("letters", "scenes");
    }

    @Test
    void where_there_is_none_of_those_nothing_starts() {
        assertThatThrownBy(() -> following("letters"))
                .isInstanceOf(ModelCatalogException.class)
                .hasMessage(directory + " holds none of letters, which himar.models.only names");
    }

    @Test
    void a_broken_model_keeps_nothing_from_starting_that_has_another_one() throws IOException {
        Files.writeString(directory.resolve("letters.json"), "{");
        assertThat(following().now().names()).containsExactly("digits");
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .singleElement()
                .asString()
                .startsWith("A model is left out: " + directory + " holds a broken model");

        Files.delete(directory.resolve("digits.json"));
        assertThatThrownBy(this::following)
                .isInstanceOf(ModelCatalogException.class)
                .hasMessageStartingWith(directory + " holds a broken model");
    }

    @Test
    void it_looks_by_itself_while_it_runs() throws IOException {
        FollowedModels models = following();
        models.start();
        try {
            write("letters");
            await().until(() -> models.now().names().size() == 2);
        } finally {
            models.stop();
        }
    }

    private FollowedModels following(String... only) {
        return new FollowedModels(new ModelsSettings(directory, Duration.ofMillis(20), List.of(only)));
    }

    private void write(String name) throws IOException {
        ModelConfig shape = PublishedModels.all().get(0);
        Files.writeString(
                directory.resolve(name + ".json"),
                shape.with(name, shape.labels()).toJson());
    }

    private void write(String name, String version) throws IOException {
        write(name);
        Path graph = Files.createDirectories(directory.resolve(name + "-pivot"));
        Files.writeString(
                graph.resolve("config.pbtxt"), "version_policy { specific { versions: [ " + version + " ] } }");
    }
}
