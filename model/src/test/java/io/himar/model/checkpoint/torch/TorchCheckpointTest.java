package io.himar.model.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.checkpoint.torch.Python.Call;
import io.himar.model.checkpoint.torch.Python.Global;
import io.himar.model.checkpoint.torch.Python.Instance;
import io.himar.model.checkpoint.torch.Python.OrderedDict;
import io.himar.model.checkpoint.torch.Python.Parameter;
import io.himar.model.checkpoint.torch.Python.Tensor;
import io.himar.model.safetensors.DType;
import io.himar.model.safetensors.TensorContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TorchCheckpointTest {

    @TempDir
    private Path folder;

    @Test
    void the_averaged_weights_come_before_the_others_and_a_part_can_be_named() throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("model", new OrderedDict(Map.of("a", Tensor.of(StorageData.floats(1), 1))));
        root.put("epoch", 400);
        root.put("optimizer", Map.of("state", Map.of(0, Map.of("exp_avg", Tensor.of(StorageData.floats(7), 1)))));
        root.put("args", new Instance(new Global("argparse", "Namespace"), Map.of("blr", 1e-4, "output", "run")));
        root.put("model_ema", new OrderedDict(Map.of("a", new Parameter(Tensor.of(StorageData.floats(2), 1)))));
        Path file = TorchFileWriter.write(folder.resolve("checkpoint-last.pth"), root);

        assertThat(floats(file, Optional.empty(), "a")).containsExactly(2);
        assertThat(floats(file, Optional.of("model"), "a")).containsExactly(1);
        assertThatThrownBy(() -> TorchCheckpoint.open(file, Optional.of("weights")))
                .isInstanceOf(TorchFileException.class)
                .hasMessageContaining("checkpoint-last.pth: holds no dictionary weights (expected: one of [model, ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"numpy-scalar", "bytes", "device-in-arguments", "class-as-key", "parameter-with-attribute"})
    void a_file_that_pytorch_wrote_is_read_whatever_harmless_stands_beside_the_weights(String name) throws Exception {
        Path file = Path.of(TorchCheckpointTest.class.getResource(name + ".pth").toURI());
        try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file, Optional.empty())) {
            assertThat(checkpoint.part()).contains("model_ema");
            assertThat(checkpoint.tensors()).containsOnlyKeys("a");
            assertThat(bytes(checkpoint.tensors().get("a")).remaining()).isPositive();
        }
    }

    @Test
    void objects_of_unknown_classes_are_ignored_with_all_that_is_put_into_them() throws IOException {
        Global type = new Global("omegaconf.dictconfig", "DictConfig");
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("config", new Instance(type, Map.of("_content", List.of(1, new Global("torch", "float32")))));
        root.put("array", new Call(new Global("numpy.core.multiarray", "_reconstruct"), List.of(type, 0)));
        root.put("set", new Call(new Global("__builtin__", "set"), List.of(List.of(1, 2))));
        root.put("device", new Call(new Global("torch", "device"), List.of("cuda", 0)));
        root.put("model", Map.of("a", Tensor.of(StorageData.floats(4), 1)));
        Path file = TorchFileWriter.write(folder.resolve("objects.pth"), root);
        assertThat(floats(file, Optional.empty(), "a")).containsExactly(4);
    }

    @Test
    void buffers_and_tensors_with_attributes_are_the_tensors_that_they_are() throws IOException {
        StorageData storage = StorageData.floats(5, 6);
        Object rebuilt = new Call(
                new Global("torch._tensor", "_rebuild_from_type_v2"),
                List.of(
                        new Global("torch._utils", "_rebuild_tensor_v2"),
                        new Global("torch.nn.parameter", "Buffer"),
                        new Python.Tuple(List.of(
                                new Python.StorageId(storage),
                                0,
                                new Python.Tuple(List.of(2)),
                                new Python.Tuple(List.of(1)),
                                false,
                                new OrderedDict(Map.of()))),
                        Map.of("tag", "x")));
        Path file = TorchFileWriter.write(folder.resolve("buffer.pth"), Map.of("model", Map.of("a", rebuilt)));
        assertThat(floats(file, Optional.empty(), "a")).containsExactly(5, 6);
    }

    @Test
    void elements_of_a_type_that_no_network_has_are_ignored_beside_the_weights() throws IOException {
        StorageData complex = new StorageData("ComplexFloatStorage", "cpu", 1, out -> out.write(new byte[8]));
        Path file = TorchFileWriter.write(
                folder.resolve("complex.pth"),
                Map.of("model", Map.of("a", Tensor.of(StorageData.floats(7), 1)), "extra", Tensor.of(complex, 1)));
        assertThat(floats(file, Optional.empty(), "a")).containsExactly(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ema", "model_ema", "ema_model", "ema_state_dict", "state_dict_ema", "params_ema"})
    void averaged_weights_are_found_under_their_usual_names_and_the_others_are_told(String name) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("model", Map.of("a", Tensor.of(StorageData.floats(0), 1)));
        root.put(name, Map.of("a", Tensor.of(StorageData.floats(2), 1)));
        root.put("epoch", Map.of("number", 3));
        Path file = TorchFileWriter.write(folder.resolve("averaged.pth"), root);
        assertThat(floats(file, Optional.empty(), "a")).containsExactly(2);
        try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file, Optional.empty())) {
            assertThat(checkpoint.part()).contains(name);
            assertThat(checkpoint.leftParts()).containsExactly("model");
        }
    }

    @Test
    void averaged_weights_are_found_where_they_are_wrapped_once_more() throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("ema", Map.of("decay", 0.999, "shadow", Map.of("a", Tensor.of(StorageData.floats(2), 1))));
        root.put("model", Map.of("a", Tensor.of(StorageData.floats(0), 1)));
        Path file = TorchFileWriter.write(folder.resolve("wrapped.pth"), root);
        assertThat(floats(file, Optional.empty(), "a")).containsExactly(2);
        assertThat(floats(file, Optional.of("ema.shadow"), "a")).containsExactly(2);
    }

    @Test
    void without_averaged_weights_the_others_are_taken_and_without_both_the_file_itself() throws IOException {
        Map<String, Tensor> weights = Map.of("a", Tensor.of(StorageData.floats(3), 1));
        Path kl16 = TorchFileWriter.write(folder.resolve("kl16.ckpt"), Map.of("model", weights));
        Path bare = TorchFileWriter.write(folder.resolve("bare.pth"), new OrderedDict(weights));

        assertThat(floats(kl16, Optional.empty(), "a")).containsExactly(3);
        assertThat(floats(bare, Optional.empty(), "a")).containsExactly(3);
        try (TorchCheckpoint checkpoint = TorchCheckpoint.open(bare, Optional.empty())) {
            assertThat(checkpoint.part()).isEmpty();
        }
    }

    @Test
    void every_floating_type_is_read_as_it_was_written() throws IOException {
        Map<String, Object> weights = new LinkedHashMap<>();
        weights.put("f64", Tensor.of(StorageData.doubles(1.5, -2), 2));
        weights.put("f32", Tensor.of(StorageData.floats(1.5f, -2), 2));
        weights.put("f16", Tensor.of(StorageData.halves(1.5f, -2), 2));
        weights.put("bf16", Tensor.of(StorageData.bfloats(1.5f, -2), 2));
        Path file = TorchFileWriter.write(folder.resolve("types.pth"), weights);
        try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file, Optional.empty())) {
            assertThat(checkpoint.tensors()).containsOnlyKeys("f64", "f32", "f16", "bf16");
            checkpoint.tensors().forEach((name, tensor) -> {
                assertThat(tensor.dtype().name()).isEqualToIgnoringCase(name);
                assertThat(tensor.shape()).containsExactly(2);
            });
            assertThat(bytes(checkpoint.tensors().get("f16")).getShort()).isEqualTo((short) 0x3e00);
            assertThat(bytes(checkpoint.tensors().get("bf16")).getShort()).isEqualTo((short) 0x3fc0);
            assertThat(bytes(checkpoint.tensors().get("f64")).getDouble()).isEqualTo(1.5);
        }
    }

    @Test
    void views_of_one_storage_are_read_where_they_lie() throws IOException {
        StorageData shared = StorageData.floats(0, 1, 2, 3, 4, 5);
        Map<String, Object> weights = new LinkedHashMap<>();
        weights.put("all", Tensor.of(shared, 2, 3));
        weights.put("tail", new Tensor(shared, 4, List.of(2L), List.of(1L)));
        weights.put("transposed", new Tensor(shared, 0, List.of(3L, 2L), List.of(1L, 3L)));
        weights.put("column", new Tensor(shared, 1, List.of(2L, 1L), List.of(3L, 3L)));
        weights.put("expanded", new Tensor(shared, 2, List.of(2L, 2L), List.of(0L, 1L)));
        weights.put("scalar", new Tensor(shared, 5, List.of(), List.of()));
        weights.put("empty", new Tensor(shared, 0, List.of(0L, 3L), List.of(3L, 1L)));
        Path file = TorchFileWriter.write(folder.resolve("views.pth"), weights);

        assertThat(floats(file, Optional.empty(), "all")).containsExactly(0, 1, 2, 3, 4, 5);
        assertThat(floats(file, Optional.empty(), "tail")).containsExactly(4, 5);
        assertThat(floats(file, Optional.empty(), "transposed")).containsExactly(0, 3, 1, 4, 2, 5);
        assertThat(floats(file, Optional.empty(), "column")).containsExactly(1, 4);
        assertThat(floats(file, Optional.empty(), "expanded")).containsExactly(2, 3, 2, 3);
        assertThat(floats(file, Optional.empty(), "scalar")).containsExactly(5);
        assertThat(floats(file, Optional.empty(), "empty")).isEmpty();
    }

    @Test
    void an_archive_with_zip64_fields_is_read_alike() throws IOException {
        StorageData storage = StorageData.floats(1, 2);
        byte[] pickle = PickleWriter.pickle(Map.of("a", Tensor.of(storage, 2)), any -> "0");
        Path file = TorchFileWriter.write(folder.resolve("zip64.pth"), pickle, Map.of("0", storage), true);
        assertThat(floats(file, Optional.empty(), "a")).containsExactly(1, 2);
    }

    @Test
    void a_view_beyond_its_storage_and_a_storage_that_is_absent_or_short_are_refused() throws IOException {
        StorageData storage = StorageData.floats(1, 2);
        Path beyond = TorchFileWriter.write(
                folder.resolve("beyond.pth"), Map.of("a", new Tensor(storage, 1, List.of(2L), List.of(1L))));
        Path huge = TorchFileWriter.write(
                folder.resolve("huge.pth"),
                Map.of("a", new Tensor(storage, 0, List.of(1L << 40, 1L << 40), List.of(0L, 0L))));
        Path absent = TorchFileWriter.write(
                folder.resolve("absent.pth"),
                PickleWriter.pickle(Map.of("a", Tensor.of(storage, 2)), any -> "9"),
                Map.of("0", storage),
                false);
        Path shortened = TorchFileWriter.write(
                folder.resolve("short.pth"),
                PickleWriter.pickle(Map.of("a", Tensor.of(storage, 2)), any -> "0"),
                Map.of("0", StorageData.floats(1)),
                false);

        assertRefused(beyond, "beyond.pth: its pickle is damaged", "size [2]", "storage of 2 elements");
        assertRefused(huge, "huge.pth: its pickle is damaged", "outside its storage");
        assertRefused(absent, "there is no storage 9 in the archive");
        assertRefused(shortened, "storage 0 has 4 bytes (expected: 2 F32 elements)");
    }

    @Test
    void a_truncated_archive_and_a_zip_of_something_else_are_refused() throws IOException {
        Path file =
                TorchFileWriter.write(folder.resolve("whole.pth"), Map.of("a", Tensor.of(StorageData.floats(1), 1)));
        byte[] whole = Files.readAllBytes(file);
        Path truncated = Files.write(folder.resolve("cut.pth"), java.util.Arrays.copyOf(whole, whole.length - 50));
        Path other = folder.resolve("other.zip");
        try (StoredZip zip = new StoredZip(other, false)) {
            zip.add("readme.txt", out -> out.write(65));
        }

        assertRefused(truncated, "cut.pth: its zip archive is damaged or was not written to the end");
        assertRefused(other, "other.zip: a zip archive without data.pkl (expected: one that torch.save wrote)");
    }

    @Test
    void an_entry_that_is_no_tensor_is_named() throws IOException {
        Path file = TorchFileWriter.write(folder.resolve("odd.pth"), Map.of("model", Map.of("steps", 3)));
        assertRefused(file, "odd.pth: its entry steps is no tensor");
    }

    private static void assertRefused(Path file, String... parts) {
        assertThatThrownBy(() -> TorchCheckpoint.open(file, Optional.empty()).close())
                .isInstanceOf(TorchFileException.class)
                .hasMessageContainingAll(parts);
    }

    private static float[] floats(Path file, Optional<String> part, String name) throws IOException {
        try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file, part)) {
            TensorContent tensor = checkpoint.tensors().get(name);
            assertThat(tensor.dtype()).isEqualTo(DType.F32);
            ByteBuffer bytes = bytes(tensor);
            float[] values = new float[bytes.remaining() / 4];
            bytes.asFloatBuffer().get(values);
            return values;
        }
    }

    private static ByteBuffer bytes(TensorContent tensor) {
        try (InputStream in = tensor.open()) {
            byte[] bytes = in.readAllBytes();
            assertThat(bytes).hasSize((int) tensor.bytes());
            return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
