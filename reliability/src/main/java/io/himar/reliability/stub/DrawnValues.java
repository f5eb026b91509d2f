package io.himar.reliability.stub;

import io.himar.inference.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.SplittableRandom;

/** Values of a tensor that follow from a number: floats from -1 to 1, bytes of any value. */
final class DrawnValues {
    private static final int FLOAT = 4;

    private DrawnValues() {}

    static byte[] of(long seed, DataType type, int entries) {
        SplittableRandom random = new SplittableRandom(seed);
        if (type == DataType.UINT8) {
            byte[] bytes = new byte[entries];
            random.nextBytes(bytes);
            return bytes;
        }
        ByteBuffer floats = ByteBuffer.allocate(FLOAT * entries).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < entries; i++) {
            floats.putFloat((random.nextInt() >> 8) * (1f / (1 << 23)));
        }
        return floats.array();
    }
}
