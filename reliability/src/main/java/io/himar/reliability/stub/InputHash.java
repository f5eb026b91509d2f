package io.himar.reliability.stub;

import com.google.protobuf.ByteString;
import io.himar.inference.protocol.ModelInferRequest;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A number that follows from all inputs of one row of a request. In which order they are sent means nothing; versions
 * differ in it.
 */
final class InputHash {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final int WORD = 8;

    private InputHash() {}

    static long ofRow(ModelInferRequest request, int row, int rows) {
        long hash = request.getModelName().hashCode();
        for (ByteString input : byName(request).values()) {
            int size = input.size() / rows;
            hash = mixed(
                    hash,
                    input.substring(row * size, (row + 1) * size)
                            .asReadOnlyByteBuffer()
                            .order(ByteOrder.LITTLE_ENDIAN));
        }
        return hash;
    }

    private static SortedMap<String, ByteString> byName(ModelInferRequest request) {
        SortedMap<String, ByteString> inputs = new TreeMap<>();
        for (int i = 0; i < request.getInputsCount(); i++) {
            inputs.put(request.getInputs(i).getName(), request.getRawInputContents(i));
        }
        return inputs;
    }

    private static long mixed(long begin, ByteBuffer bytes) {
        long hash = begin;
        while (bytes.remaining() >= WORD) {
            hash = mixed(hash, bytes.getLong());
        }
        while (bytes.hasRemaining()) {
            hash = mixed(hash, bytes.get());
        }
        return hash;
    }

    private static long mixed(long hash, long word) {
        long mixed = (hash ^ word) * MULTIPLIER;
        return mixed ^ (mixed >>> 29);
    }
}
