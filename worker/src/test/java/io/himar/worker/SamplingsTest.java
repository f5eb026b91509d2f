package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.contracts.PivotTask;
import io.himar.model.catalog.ModelCatalog;
import io.himar.worker.bench.RandomModel;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplingsTest {
    @Test
    void the_model_that_a_task_names_must_be_in_the_catalog(@TempDir Path directory) throws IOException {
        RandomModel.configuration(directory.resolve("tiny.json"));
        ModelCatalog models = ModelCatalog.read(directory);
        assertThat(Samplings.model(task("tiny"), models).lowTokens()).isEqualTo(16);
        assertThatThrownBy(() -> Samplings.model(task("large"), models))
                .isInstanceOf(InvalidTaskException.class)
                .hasMessage("model: large (expected: one of tiny)");
    }

    private static PivotTask task(String model) {
        return PivotTask.newBuilder().setModel(model).build();
    }
}
