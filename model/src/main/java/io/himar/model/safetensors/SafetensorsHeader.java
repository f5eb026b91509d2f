package io.himar.model.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The JSON header of a safetensors file, parsed and checked against the file's length. */
record SafetensorsHeader(Map<String, Entry> tensors, Map<String, String> metadata) {

    static final String METADATA = "__metadata__";

    /** The limit of the reference implementation: a larger header is an attack or an accident. */
    static final int LARGEST_HEADER = 100_000_000;

    private static final int LENGTH_BYTES = Long.BYTES;
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Where a tensor lies in the file. Entries are never compared, and only copies of them leave this package. */
    @SuppressWarnings("ArrayRecordComponent")
    record Entry(DType dtype, long[] shape, long offset, long length) {}

    static SafetensorsHeader read(Path file, FileChannel channel) throws IOException {
        long size = channel.size();
        if (size < LENGTH_BYTES) {
            throw new SafetensorsException(file, size + " bytes (expected: at least " + LENGTH_BYTES + ")");
        }
        long length = ByteBuffer.wrap(readFully(file, channel, 0, LENGTH_BYTES))
                .order(ByteOrder.LITTLE_ENDIAN)
                .getLong();
        if (length < 0 || length > LARGEST_HEADER || length > size - LENGTH_BYTES) {
            throw new SafetensorsException(
                    file,
                    "header length: " + Long.toUnsignedString(length) + " (expected: at most "
                            + Math.min(LARGEST_HEADER, size - LENGTH_BYTES) + ")");
        }
        JsonNode root = parse(file, readFully(file, channel, LENGTH_BYTES, (int) length));
        return new Parser(file, LENGTH_BYTES + length, size).parse(root);
    }

    private static byte[] readFully(Path file, FileChannel channel, long position, int length) throws IOException {
        byte[] bytes = new byte[length];
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position()) < 0) {
                throw new SafetensorsException(file, "ends inside its header");
            }
        }
        return bytes;
    }

    private static JsonNode parse(Path file, byte[] json) throws SafetensorsException {
        try {
            JsonNode root = JSON.readTree(json);
            if (root.isObject()) {
                return root;
            }
        } catch (JacksonException e) {
            throw new SafetensorsException(file, "header is not valid JSON: " + e.getOriginalMessage(), e);
        }
        throw new SafetensorsException(file, "header is not a JSON object");
    }

    /** Reads the entries of a file whose tensors lie from byte {@code begin} to {@code end}, the file's length. */
    private record Parser(Path file, long begin, long end) {

        SafetensorsHeader parse(JsonNode root) throws SafetensorsException {
            Map<String, Entry> tensors = new LinkedHashMap<>();
            Map<String, String> metadata = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> property : root.properties()) {
                if (property.getKey().equals(METADATA)) {
                    metadata.putAll(metadata(property.getValue()));
                } else {
                    tensors.put(property.getKey(), entry(property.getKey(), property.getValue()));
                }
            }
            checkNoGaps(tensors);
            return new SafetensorsHeader(Collections.unmodifiableMap(tensors), Collections.unmodifiableMap(metadata));
        }

        private Map<String, String> metadata(JsonNode node) throws SafetensorsException {
            Map<String, String> metadata = new LinkedHashMap<>();
            for (Map.Entry<String, JsonNode> property : node.properties()) {
                if (!property.getValue().isString()) {
                    throw new SafetensorsException(
                            file,
                            METADATA + "." + property.getKey() + ": " + property.getValue() + " (expected: a string)");
                }
                metadata.put(property.getKey(), property.getValue().stringValue());
            }
            return metadata;
        }

        private Entry entry(String name, JsonNode node) throws SafetensorsException {
            DType dtype = dtype(name, node.path("dtype"));
            long[] shape = longs(name, "shape", node.path("shape"));
            long[] offsets = longs(name, "data_offsets", node.path("data_offsets"));
            if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > end - begin) {
                throw problem(
                        name,
                        "data_offsets: " + node.path("data_offsets") + " (expected: a range within " + (end - begin)
                                + " bytes)");
            }
            long length = offsets[1] - offsets[0];
            if (length != size(name, dtype, shape)) {
                throw problem(
                        name,
                        "data_offsets: " + length + " bytes (expected: " + size(name, dtype, shape) + " for " + dtype
                                + " " + node.path("shape") + ")");
            }
            return new Entry(dtype, shape, begin + offsets[0], length);
        }

        private DType dtype(String name, JsonNode node) throws SafetensorsException {
            for (DType dtype : DType.values()) {
                if (node.isString() && node.stringValue().equals(dtype.name())) {
                    return dtype;
                }
            }
            throw problem(name, "dtype: " + node + " (expected: one of " + List.of(DType.values()) + ")");
        }

        private long[] longs(String name, String key, JsonNode node) throws SafetensorsException {
            List<Long> values = new ArrayList<>();
            for (JsonNode value : node.values()) {
                if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
                    throw problem(name, key + ": " + node + " (expected: integers, none below 0)");
                }
                values.add(value.longValue());
            }
            if (!node.isArray()) {
                throw problem(name, key + ": " + node + " (expected: an array)");
            }
            return values.stream().mapToLong(Long::longValue).toArray();
        }

        private long size(String name, DType dtype, long[] shape) throws SafetensorsException {
            try {
                return TensorData.bytes(dtype, shape);
            } catch (ArithmeticException e) {
                throw problem(name, "shape: larger than any file");
            }
        }

        /** Checks what the format demands: tensors do not overlap, and every byte belongs to one. */
        private void checkNoGaps(Map<String, Entry> tensors) throws SafetensorsException {
            List<Map.Entry<String, Entry>> inOrder = new ArrayList<>(tensors.entrySet());
            inOrder.sort(Comparator.comparingLong(
                            (Map.Entry<String, Entry> e) -> e.getValue().offset())
                    .thenComparingLong(e -> e.getValue().length()));
            long expected = begin;
            for (Map.Entry<String, Entry> tensor : inOrder) {
                if (tensor.getValue().offset() != expected) {
                    throw problem(
                            tensor.getKey(),
                            "begins at byte " + (tensor.getValue().offset() - begin) + " of the data (expected: "
                                    + (expected - begin) + ", where the one before ends)");
                }
                expected += tensor.getValue().length();
            }
            if (expected != end) {
                throw new SafetensorsException(
                        file,
                        (end - begin) + " bytes of data (expected: " + (expected - begin) + ", as the tensors need)");
            }
        }

        private SafetensorsException problem(String tensor, String problem) {
            return new SafetensorsException(file, "tensor " + tensor + ": " + problem);
        }
    }
}
