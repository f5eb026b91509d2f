package io.himar.worker.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.ModelConfig;
import io.himar.model.catalog.ModelCatalog;
import io.himar.model.catalog.ModelEntry;
import io.himar.worker.bench.WorkerBench;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServedModelsTest {
    private final Set<String> ready = new HashSet<>();
    private final List<ModelEntry> repository = new ArrayList<>();
    private ServedModels models;

    @BeforeEach
    void begin() throws IOException {
        repository.add(model("digits", "1"));
        repository.add(model("letters", "1"));
        models = new ServedModels(
                () -> ModelCatalog.of(Path.of("models"), repository),
                (graph, version) -> ready.contains(graph + " " + version),
                model -> List.of(model.name() + "-pivot", model.name() + "-decode"));
    }

    @Test
    void all_are_taken_to_be_served_until_the_server_is_asked() {
        assertThat(models.names()).containsExactly("digits", "letters");
        assertThat(models.look()).containsExactly("digits-pivot", "digits-decode", "letters-pivot", "letters-decode");
        assertThat(models.names()).isEmpty();
    }

    @Test
    void a_model_that_is_not_served_yet_keeps_no_other_from_being_run() {
        serve("digits", "1");
        assertThat(models.look()).isEmpty();
        assertThat(models.names()).containsExactly("digits");
        ready.add("letters-pivot 1");
        models.look();
        assertThat(models.names()).as("half of it").containsExactly("digits");
        serve("letters", "1");
        models.look();
        assertThat(models.names()).containsExactly("digits", "letters");
    }

    @Test
    void a_replaced_model_is_run_in_its_former_version_until_the_new_one_is_served_whole() throws IOException {
        serve("digits", "1");
        serve("letters", "1");
        models.look();
        repository.set(0, model("digits", "2"));
        ready.add("digits-pivot 2");
        for (int look = 0; look < 5; look++) {
            assertThat(models.look()).isEmpty();
            assertThat(models.find("digits").orElseThrow().version()).isEqualTo("1");
        }
        serve("digits", "2");
        models.look();
        assertThat(models.find("digits").orElseThrow().version()).isEqualTo("2");
    }

    @Test
    void a_model_that_is_served_no_more_is_gone_after_some_looks() {
        serve("digits", "1");
        serve("letters", "1");
        models.look();
        ready.remove("letters-decode 1");
        models.look();
        models.look();
        assertThat(models.names()).as("one missed answer says little").containsExactly("digits", "letters");
        models.look();
        assertThat(models.names()).containsExactly("digits");
    }

    @Test
    void a_model_that_is_taken_out_of_the_repository_is_gone_at_once() {
        serve("digits", "1");
        serve("letters", "1");
        models.look();
        repository.remove(1);
        models.look();
        assertThat(models.find("letters")).isEmpty();
    }

    private void serve(String name, String version) {
        ready.add(name + "-pivot " + version);
        ready.add(name + "-decode " + version);
    }

    private static ModelEntry model(String name, String version) throws IOException {
        String json = WorkerBench.tinyModel().replace("\"tiny\"", "\"" + name + "\"");
        return new ModelEntry(ModelConfig.parse(name, json.getBytes(StandardCharsets.UTF_8)), version);
    }
}
