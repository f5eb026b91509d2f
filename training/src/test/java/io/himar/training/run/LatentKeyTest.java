package io.himar.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.ModelConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class LatentKeyTest {
    private static final ModelConfig MODEL = ModelConfig.read(Path.of("src/test/resources/tiny-model.json"));

    @TempDir
    private Path directory;

    @Test
    void whatever_decides_the_latents_gives_them_a_folder_of_their_own() throws Exception {
        Path one = Files.writeString(directory.resolve("one"), "1");
        Path two = Files.writeString(directory.resolve("two"), "2");
        ModelConfig otherTokens = changed("", "cond_scale", 3);
        ModelConfig otherGroups = changed("/vae", "norm_groups", 16);
        assertThat(Set.of(
                        LatentKey.of("a", 10, one, MODEL, true),
                        LatentKey.of("b", 10, one, MODEL, true),
                        LatentKey.of("a", 11, one, MODEL, true),
                        LatentKey.of("a", 10, two, MODEL, true),
                        LatentKey.of("a", 10, one, otherTokens, true),
                        LatentKey.of("a", 10, one, otherGroups, true),
                        LatentKey.of("a", 10, one, MODEL, false)))
                .hasSize(7);
        assertThat(LatentKey.of("a", 10, Files.writeString(two, "1"), MODEL, true))
                .isEqualTo(LatentKey.of("a", 10, one, MODEL, true));
    }

    private ModelConfig changed(String at, String key, int value) throws Exception {
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(MODEL.toJson());
        ((ObjectNode) tree.at(at)).put(key, value);
        return ModelConfig.read(Files.writeString(directory.resolve(key + ".json"), tree.toString()));
    }
}
