package io.himar.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.GoldenFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void choosePath() {
        path = folder.resolve("model.safetensors");
    }

    @Test
    void what_is_written_is_read_back() throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("a", TensorData.halves(new float[] {1, -2.5f, 65504}, 3));
        tensors.put("b", TensorData.floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
        tensors.put("c", TensorData.longs(new long[] {-7}, 1));
        tensors.put("scalar", TensorData.doubles(new double[] {Math.PI}));
        tensors.put("empty", TensorData.floats(new float[0], 0, 4));
        SafetensorsWriter.write(path, tensors, Map.of("licence", "CC0"));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThat(file.metadata()).containsExactly(Map.entry("licence", "CC0"));
            assertThat(file.names()).containsExactlyInAnyOrderElementsOf(tensors.keySet());
            assertThat(file.tensor("a").toFloats()).containsExactly(1, -2.5f, 65504);
            assertThat(file.tensor("b").shape()).containsExactly(2, 3);
            assertThat(file.tensor("b").toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
            assertThat(file.tensor("c").toLongs()).containsExactly(-7);
            assertThat(file.tensor("scalar").toDoubles()).containsExactly(Math.PI);
            assertThat(file.tensor("empty").size()).isZero();
        }
        assertThat(folder).isDirectoryContaining(path::equals);
        assertThat(folder.toFile().list()).hasSize(1);
    }

    @Test
    void a_golden_file_is_copied_bit_for_bit() throws IOException {
        try (SafetensorsFile golden = GoldenFiles.open("weights")) {
            Map<String, TensorData> tensors = new LinkedHashMap<>();
            for (String name : golden.names()) {
                tensors.put(name, TensorData.of(golden.tensor(name)));
            }
            SafetensorsWriter.write(path, tensors, Map.of());
            try (SafetensorsFile copy = SafetensorsFile.open(path)) {
                for (String name : golden.names()) {
                    assertThat(copy.tensor(name).data())
                            .isEqualTo(golden.tensor(name).data());
                }
            }
        }
    }

    @Test
    void an_unknown_tensor_is_named() throws IOException {
        SafetensorsWriter.write(path, Map.of(), Map.of());
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            assertThatThrownBy(() -> file.tensor("class_emb.weight"))
                    .isInstanceOf(SafetensorsException.class)
                    .hasMessage(path + ": no tensor class_emb.weight");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[0,12]}} | tensor w: data_offsets",
                "{'w':{'dtype':'F32','shape':[3],'data_offsets':[0,8]}} | expected: 12 for F32 [3]",
                "{'w':{'dtype':'F32','shape':[2],'data_offsets':[-8,0]}} | tensor w: data_offsets",
                "{'w':{'dtype':'F32','shape':[-2],'data_offsets':[0,8]}} | tensor w: shape: [-2]",
                "{'w':{'dtype':'F32','shape':[4611686018427387904,4],'data_offsets':[0,8]}} | tensor w: shape: larger",
                "{'w':{'dtype':'F32','shape':[1.5],'data_offsets':[0,8]}} | tensor w: shape: [1.5]",
                "{'w':{'dtype':'F4','shape':[2],'data_offsets':[0,8]}} | tensor w: dtype",
                "{'w':{'shape':[2],'data_offsets':[0,8]}} | tensor w: dtype",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | tensor w: begins at byte 4",
                "{'w':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 8 bytes of data (expected: 4",
                "{'w':{'dtype':'U8','shape':[8],'data_offsets':[0,8]},'w':{'dtype':'U8','shape':[8],'data_offsets':[0,8]}}"
                        + " | Duplicate",
                "{'__metadata__':{'a':1}} | __metadata__.a: 1",
                "[] | not a JSON object",
                "{ | not valid JSON",
            })
    void a_damaged_header_is_refused_with_file_and_tensor_named(String header, String message) throws IOException {
        write(header.replace('\'', '"'), 8);
        assertThatThrownBy(() -> SafetensorsFile.open(path))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining(message);
    }

    @Test
    void a_header_length_beyond_the_file_is_refused() throws IOException {
        Files.write(path, new byte[] {-1, -1, -1, -1, -1, -1, -1, 127, '{', '}'});
        assertThatThrownBy(() -> SafetensorsFile.open(path)).hasMessageContaining("header length");
        Files.write(path, new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, '{', '}'});
        assertThatThrownBy(() -> SafetensorsFile.open(path)).hasMessageContaining("header length");
        Files.write(path, new byte[3]);
        assertThatThrownBy(() -> SafetensorsFile.open(path)).hasMessageContaining("3 bytes");
    }

    @Test
    void every_half_survives_a_round_trip() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfPrecision.toFloat((short) bits);
            if (!Float.isNaN(value)) {
                assertThat(HalfPrecision.fromFloat(value)).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void halves_are_rounded_to_nearest_even() {
        assertThat(round(2049)).isEqualTo(2048);
        assertThat(round(2051)).isEqualTo(2052);
        assertThat(round(0x1p-25f)).isZero();
        assertThat(round(0x1.8p-24f)).isEqualTo(0x1p-23f);
        assertThat(round(65519)).isEqualTo(65504);
        assertThat(round(-65520)).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(round(Float.NaN)).isNaN();
    }

    private static float round(float value) {
        return HalfPrecision.toFloat(HalfPrecision.fromFloat(value));
    }

    private void write(String header, int dataBytes) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer file = ByteBuffer.allocate(8 + json.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
        Files.write(path, file.putLong(json.length).put(json).array());
    }
}
