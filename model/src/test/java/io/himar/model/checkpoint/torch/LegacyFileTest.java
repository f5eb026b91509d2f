package io.himar.model.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.checkpoint.CheckpointFile;
import io.himar.model.safetensors.DType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that PyTorch 2.13 wrote with {@code torch.save(..., _use_new_zipfile_serialization=False)}, which is what
 * PyTorch before 1.6 wrote: {@code weights.pth} is an OrderedDict of views of a float storage 0..5 and of tensors of
 * other types, {@code checkpoint.pth} a dictionary with a part.
 */
class LegacyFileTest {

    @TempDir
    private Path folder;

    @Test
    void tensors_of_every_kind_are_read_where_they_lie() throws IOException {
        try (CheckpointFile file = CheckpointFile.open(copy("weights.pth", whole("weights.pth")), Optional.empty())) {
            assertThat(file.tensors()).containsOnlyKeys("all", "transposed", "tail", "f64", "f16", "count");
            assertThat(file.floats("all")).containsExactly(0, 1, 2, 3, 4, 5);
            assertThat(file.tensors().get("all").shape()).containsExactly(2, 3);
            assertThat(file.floats("transposed")).containsExactly(0, 3, 1, 4, 2, 5);
            assertThat(file.floats("tail")).containsExactly(4, 5);
            assertThat(file.floats("f64")).containsExactly(1.5f, -2);
            assertThat(file.floats("f16")).containsExactly(1.5f, -2);
            assertThat(file.tensors().get("count").dtype()).isEqualTo(DType.I64);
            assertThatThrownBy(() -> file.floats("count"))
                    .hasMessageEndingWith("weights.pth: count is I64 (expected: a floating type)");
        }
    }

    @Test
    void a_part_is_found_as_in_a_newer_file() throws IOException {
        Path copy = copy("checkpoint.pth", whole("checkpoint.pth"));
        try (CheckpointFile file = CheckpointFile.open(copy, Optional.empty())) {
            assertThat(file.part()).contains("model_ema");
            assertThat(file.floats("a")).containsExactly(2);
        }
    }

    @Test
    void a_file_that_was_not_written_to_the_end_is_refused() throws IOException {
        byte[] whole = whole("weights.pth");
        for (int length = 2; length < whole.length; length++) {
            Path cut = copy("cut.pth", Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> TorchCheckpoint.open(cut, Optional.empty()))
                    .isInstanceOf(TorchFileException.class)
                    .hasMessageStartingWith(cut.toString());
        }
    }

    @Test
    void a_pickle_of_something_else_is_refused() throws IOException {
        byte[] list = "\u0080\u0002].".getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> TorchCheckpoint.open(copy("list.pth", list), Optional.empty()))
                .isInstanceOf(TorchFileException.class)
                .hasMessageEndingWith(
                        "list.pth: a pickle, but not one of torch.save (expected: its magic number first)");
    }

    @Test
    void a_name_that_can_do_harm_is_refused() throws IOException {
        // The same length, so that everything else stays where it was.
        String hostile = new String(whole("weights.pth"), StandardCharsets.ISO_8859_1)
                .replace("ctorch._utils\n_rebuild_tensor_v2\n", "csubprocess.x\n_rebuild_tensor_v2\n");
        Path file = copy("hostile.pth", hostile.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> TorchCheckpoint.open(file, Optional.empty()))
                .isInstanceOf(TorchFileException.class)
                .hasMessageContaining("names subprocess.x._rebuild_tensor_v2,")
                .hasMessageContaining("nothing in the file was run");
    }

    @Test
    void whatever_byte_is_damaged_the_file_is_read_or_refused_in_one_sentence() throws IOException {
        byte[] sound = whole("weights.pth");
        Random random = new Random(3);
        int refused = 0;
        for (int trial = 0; trial < 3000; trial++) {
            byte[] damaged = sound.clone();
            damaged[2 + random.nextInt(damaged.length - 2)] = (byte) random.nextInt(256);
            Path file = copy("damaged.pth", damaged);
            try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file, Optional.empty())) {
                for (var tensor : checkpoint.tensors().values()) {
                    try (InputStream in = tensor.open()) {
                        assertThat(in.readAllBytes()).hasSize((int) tensor.bytes());
                    }
                }
            } catch (TorchFileException e) {
                assertThat(e).hasMessageStartingWith(file.toString());
                refused++;
            }
        }
        assertThat(refused).isGreaterThan(1000);
    }

    private Path copy(String name, byte[] content) throws IOException {
        return Files.write(folder.resolve(name), content);
    }

    private static byte[] whole(String name) throws IOException {
        try (InputStream in = LegacyFileTest.class.getResourceAsStream("/legacy/" + name)) {
            return in.readAllBytes();
        }
    }
}
