package io.himar.training.inception;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an array of numpy's NPY format, versions 1 to 3: a magic number, a version, the text of a Python dictionary
 * with type, order and shape, and the values. It knows two types, little-endian single and double precision, and one
 * order, row-major.
 */
final class NumpyArray {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    /** Headers of arrays without named fields have a hundred bytes. */
    private static final int LONGEST_HEADER = 1 << 16;

    private static final Pattern TYPE = Pattern.compile("'descr'\\s*:\\s*('[^']*'|\\[.*])");
    private static final Pattern ORDER = Pattern.compile("'fortran_order'\\s*:\\s*(True|False)");
    private static final Pattern SHAPE = Pattern.compile("'shape'\\s*:\\s*\\(([0-9L,\\s]*)\\)");

    private NumpyArray() {}

    /**
     * The values of an array, row-major.
     *
     * @throws UnfitArray saying what was expected and found
     */
    static double[] read(InputStream source, int... shape) throws IOException, UnfitArray {
        DataInputStream in = new DataInputStream(source);
        try {
            String header = header(in);
            String type = one(TYPE, header, "type");
            int bytes = bytes(type);
            if (one(ORDER, header, "order").equals("True")) {
                throw new UnfitArray("fortran_order True (expected: False, row-major)");
            }
            int[] found = shape(one(SHAPE, header, "shape"));
            if (!Arrays.equals(found, shape)) {
                throw new UnfitArray("shape " + Arrays.toString(found) + " (expected: " + Arrays.toString(shape) + ")");
            }
            return values(in, Arrays.stream(shape).reduce(1, Math::multiplyExact), bytes);
        } catch (EOFException e) {
            throw new UnfitArray("ends within its header (expected: an array of NPY)");
        }
    }

    private static String header(DataInputStream in) throws IOException, UnfitArray {
        byte[] magic = in.readNBytes(MAGIC.length);
        if (!Arrays.equals(magic, MAGIC)) {
            throw new UnfitArray("begins with none of NPY's magic number (expected: an array of NPY)");
        }
        int version = in.readUnsignedByte();
        in.readUnsignedByte();
        if (version < 1 || version > 3) {
            throw new UnfitArray("NPY version " + version + " (expected: 1 to 3)");
        }
        int length = version == 1
                ? Short.toUnsignedInt(Short.reverseBytes(in.readShort()))
                : Integer.reverseBytes(in.readInt());
        if (length < 0 || length > LONGEST_HEADER) {
            throw new UnfitArray("a header of " + Integer.toUnsignedLong(length) + " bytes (expected: at most "
                    + LONGEST_HEADER + ")");
        }
        byte[] text = new byte[length];
        in.readFully(text);
        return new String(text, StandardCharsets.UTF_8);
    }

    private static String one(Pattern pattern, String header, String what) throws UnfitArray {
        Matcher matcher = pattern.matcher(header);
        if (!matcher.find()) {
            throw new UnfitArray("a header that says no " + what + ": " + header.strip());
        }
        return matcher.group(1);
    }

    private static int bytes(String type) throws UnfitArray {
        return switch (type) {
            case "'<f4'" -> Float.BYTES;
            case "'<f8'" -> Double.BYTES;
            default -> throw new UnfitArray("type " + type + " (expected: '<f8' or '<f4')");
        };
    }

    private static int[] shape(String tuple) throws UnfitArray {
        try {
            return Arrays.stream(tuple.split(","))
                    .map(String::strip)
                    .filter(length -> !length.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new UnfitArray("shape (" + tuple + ") (expected: whole numbers)");
        }
    }

    private static double[] values(DataInputStream in, int count, int bytes) throws IOException, UnfitArray {
        long expected = (long) count * bytes;
        byte[] content = in.readNBytes(Math.toIntExact(expected));
        if (content.length < expected || in.read() >= 0) {
            throw new UnfitArray((content.length < expected ? content.length + "" : "more than " + expected)
                    + " bytes of values (expected: " + expected + ")");
        }
        ByteBuffer source = ByteBuffer.wrap(content).order(ByteOrder.LITTLE_ENDIAN);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = bytes == Float.BYTES ? source.getFloat() : source.getDouble();
            if (!Double.isFinite(values[i])) {
                throw new UnfitArray("entry " + i + " is " + values[i] + " (expected: a finite number)");
            }
        }
        return values;
    }

    /**
     * An array that cannot be used. The message says what was found and expected; whoever reads the file adds where.
     */
    static final class UnfitArray extends Exception {
        private static final long serialVersionUID = 1;

        UnfitArray(String message) {
            super(message);
        }
    }
}
