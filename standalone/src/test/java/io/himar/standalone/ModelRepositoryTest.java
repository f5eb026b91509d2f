package io.himar.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.ModelConfig;
import io.himar.model.RandomModel;
import io.himar.model.catalog.ModelCatalog;
import io.himar.model.onnx.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelRepositoryTest {
    @TempDir
    Path directory;

    @Test
    void models_of_other_names_share_no_repository_even_if_their_folders_are_called_alike() throws Exception {
        Path first = model("runs/first/model", "first");
        Path second = model("runs/second/model", "second");

        Path ofFirst = exported(first);
        Path ofSecond = exported(second);

        assertThat(ModelCatalog.read(ofFirst).names()).containsExactly("first");
        assertThat(ModelCatalog.read(ofSecond).names()).containsExactly("second");
        assertThat(ModelCatalog.read(exported(first, second)).names()).containsExactly("first", "second");
        assertThat(exported(first)).isEqualTo(ofFirst);
    }

    private Path exported(Path... folders) {
        return ModelRepository.exportAll(List.of(folders), directory, Precision.FP32);
    }

    private Path model(String folder, String name) throws Exception {
        ModelConfig tiny = ModelConfig.read(Path.of(Objects.requireNonNull(SuiteIT.class.getResource("tiny-model.json"))
                .toURI()));
        return RandomModel.write(tiny.with(name, tiny.labels()).toJson(), directory.resolve(folder));
    }
}
