package io.himar.worker;

import io.himar.inference.stage.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * Writes 8-bit RGB as PNG (W3C PNG, third edition), without the desktop classes that ImageIO loads. Per row the filter
 * with the least sum of absolute differences is taken, as the specification recommends.
 */
public final class PngEncoder {
    /** Media type of what {@link #encode} writes. */
    public static final String CONTENT_TYPE = "image/png";

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int BYTES_PER_PIXEL = 3;
    private static final byte BIT_DEPTH = 8;
    private static final byte TRUECOLOUR = 2;
    private static final int FILTERS = 5;

    private PngEncoder() {}

    /** The picture as a PNG file. */
    public static byte[] encode(RgbImage image) {
        ByteArrayOutputStream file = new ByteArrayOutputStream(image.rgb().length / 2 + 64);
        file.writeBytes(SIGNATURE);
        chunk(file, "IHDR", header(image));
        chunk(file, "IDAT", compressed(image));
        chunk(file, "IEND", new byte[0]);
        return file.toByteArray();
    }

    private static byte[] header(RgbImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream header = new DataOutputStream(bytes)) {
            header.writeInt(image.width());
            header.writeInt(image.height());
            header.writeByte(BIT_DEPTH);
            header.writeByte(TRUECOLOUR);
            // Compression, filter and interlace method: the standard's only or default ones.
            header.write(new byte[3]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static byte[] compressed(RgbImage image) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(bytes, deflater)) {
            for (int row = 0; row < image.height(); row++) {
                out.write(filtered(image, row));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return bytes.toByteArray();
    }

    /** The row after the best filter, preceded by the filter's number. */
    private static byte[] filtered(RgbImage image, int row) {
        byte[] best = null;
        long least = Long.MAX_VALUE;
        for (int filter = 0; filter < FILTERS; filter++) {
            byte[] candidate = filtered(image, row, filter);
            long sum = 0;
            for (int i = 1; i < candidate.length; i++) {
                sum += Math.abs(candidate[i]);
            }
            if (sum < least) {
                least = sum;
                best = candidate;
            }
        }
        return best;
    }

    private static byte[] filtered(RgbImage image, int row, int filter) {
        byte[] rgb = image.rgb();
        int length = image.width() * BYTES_PER_PIXEL;
        int start = row * length;
        byte[] line = new byte[length + 1];
        line[0] = (byte) filter;
        for (int i = 0; i < length; i++) {
            int left = i < BYTES_PER_PIXEL ? 0 : rgb[start + i - BYTES_PER_PIXEL] & 0xff;
            int above = row == 0 ? 0 : rgb[start + i - length] & 0xff;
            int corner = i < BYTES_PER_PIXEL || row == 0 ? 0 : rgb[start + i - length - BYTES_PER_PIXEL] & 0xff;
            line[i + 1] = (byte) (rgb[start + i] - predicted(filter, left, above, corner));
        }
        return line;
    }

    private static int predicted(int filter, int left, int above, int corner) {
        return switch (filter) {
            case 0 -> 0;
            case 1 -> left;
            case 2 -> above;
            case 3 -> (left + above) / 2;
            default -> paeth(left, above, corner);
        };
    }

    private static int paeth(int left, int above, int corner) {
        int estimate = left + above - corner;
        int toLeft = Math.abs(estimate - left);
        int toAbove = Math.abs(estimate - above);
        int toCorner = Math.abs(estimate - corner);
        if (toLeft <= toAbove && toLeft <= toCorner) {
            return left;
        }
        return toAbove <= toCorner ? above : corner;
    }

    private static void chunk(ByteArrayOutputStream file, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data);
        writeInt(file, data.length);
        file.writeBytes(name);
        file.writeBytes(data);
        writeInt(file, (int) crc.getValue());
    }

    private static void writeInt(ByteArrayOutputStream file, int value) {
        file.write(value >>> 24);
        file.write(value >>> 16);
        file.write(value >>> 8);
        file.write(value);
    }
}
