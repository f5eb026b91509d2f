package io.himar.inference.stage;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a stage has done of an image after some of its steps. The stage goes on from it exactly as if it had never
 * stopped: all else follows from the image's seed and settings.
 *
 * @param steps that are done
 * @param tokens latents, row-major {@code [Ns, C]} in stage 1 and {@code [Nl, C]} in stage 2
 * @param condition condition tokens, row-major {@code [Ns, D]}; empty in stage 2
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StageState(int steps, float[] tokens, float[] condition) {
    /** Changes when the form changes. */
    private static final int FORM = 0x48_4d_53_01;

    private static final int HEADER_BYTES = 4 * Integer.BYTES;

    /**
     * In bytes, little endian: the form, the steps, the numbers of values, then all values as they are in single
     * precision.
     */
    public byte[] bytes() {
        ByteBuffer bytes = ByteBuffer.allocate(HEADER_BYTES + Float.BYTES * (tokens.length + condition.length))
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(FORM)
                .putInt(steps)
                .putInt(tokens.length)
                .putInt(condition.length);
        bytes.asFloatBuffer().put(tokens).put(condition);
        return bytes.array();
    }

    /** Reads what {@link #bytes} wrote; empty if these bytes are of another form or incomplete. */
    public static Optional<StageState> read(byte[] written) {
        ByteBuffer bytes = ByteBuffer.wrap(written).order(ByteOrder.LITTLE_ENDIAN);
        if (written.length < HEADER_BYTES || bytes.getInt() != FORM) {
            return Optional.empty();
        }
        int steps = bytes.getInt();
        int tokens = bytes.getInt();
        int condition = bytes.getInt();
        if (steps < 0
                || tokens < 0
                || condition < 0
                || bytes.remaining() != Float.BYTES * ((long) tokens + condition)) {
            return Optional.empty();
        }
        float[] values = new float[tokens + condition];
        bytes.asFloatBuffer().get(values);
        return Optional.of(new StageState(
                steps, Arrays.copyOf(values, tokens), Arrays.copyOfRange(values, tokens, values.length)));
    }

    /** Whether a stage of so many steps, and with so many values, can go on from it. */
    boolean fits(int allSteps, int tokenValues, int conditionValues) {
        return steps <= allSteps && tokens.length == tokenValues && condition.length == conditionValues;
    }
}
