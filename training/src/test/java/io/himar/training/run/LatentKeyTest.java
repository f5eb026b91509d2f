package io.himar.training.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentKeyTest {
    @TempDir
    private Path directory;

    @Test
    void whatever_decides_the_latents_gives_them_a_folder_of_their_own() throws Exception {
        Path one = Files.writeString(directory.resolve("one"), "1");
        Path two = Files.writeString(directory.resolve("two"), "2");
        assertThat(Set.of(
                        LatentKey.of("a", 10, one, true),
                        LatentKey.of("b", 10, one, true),
                        LatentKey.of("a", 11, one, true),
                        LatentKey.of("a", 10, two, true),
                        LatentKey.of("a", 10, one, false)))
                .hasSize(5);
        assertThat(LatentKey.of("a", 10, Files.writeString(two, "1"), true))
                .isEqualTo(LatentKey.of("a", 10, one, true));
    }
}
