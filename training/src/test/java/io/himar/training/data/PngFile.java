package io.himar.training.data;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * PNG files of one colour, of every kind that the format has (W3C PNG, third edition), also those Java never writes.
 */
final class PngFile {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);
    private final int side;
    private final int depth;
    private final int samples;

    private PngFile(int side, int depth, int colourType, int samples) throws IOException {
        this.side = side;
        this.depth = depth;
        this.samples = samples;
        out.write(SIGNATURE);
        ByteArrayOutputStream header = new ByteArrayOutputStream();
        DataOutputStream values = new DataOutputStream(header);
        values.writeInt(side);
        values.writeInt(side);
        values.write(new byte[] {(byte) depth, (byte) colourType, 0, 0, 0});
        chunk("IHDR", header.toByteArray());
    }

    static PngFile grey(int side, int depth) throws IOException {
        return new PngFile(side, depth, 0, 1);
    }

    static PngFile rgb(int side, int depth) throws IOException {
        return new PngFile(side, depth, 2, 3);
    }

    /** @param colours red, green and blue of each entry */
    static PngFile palette(int side, int depth, int... colours) throws IOException {
        return new PngFile(side, depth, 3, 1).with("PLTE", 1, colours);
    }

    static PngFile greyAlpha(int side, int depth) throws IOException {
        return new PngFile(side, depth, 4, 2);
    }

    static PngFile rgba(int side, int depth) throws IOException {
        return new PngFile(side, depth, 6, 4);
    }

    /** Says which grey or colour is transparent. */
    PngFile withTransparent(int... colour) throws IOException {
        return with("tRNS", 2, colour);
    }

    /** Says how opaque each entry of the palette is. */
    PngFile withOpacities(int... opacities) throws IOException {
        return with("tRNS", 1, opacities);
    }

    private PngFile with(String chunk, int bytesEach, int... values) throws IOException {
        byte[] content = new byte[bytesEach * values.length];
        for (int i = 0; i < values.length; i++) {
            content[bytesEach * i + bytesEach - 1] = (byte) values[i];
            if (bytesEach == 2) {
                content[2 * i] = (byte) (values[i] >> 8);
            }
        }
        chunk(chunk, content);
        return this;
    }

    /** Every pixel of these samples. */
    Path write(Path file, int... pixel) throws IOException {
        int rowBytes = (side * samples * depth + 7) / 8;
        byte[] rows = new byte[side * (1 + rowBytes)];
        for (int y = 0; y < side; y++) {
            for (int i = 0; i < side * samples; i++) {
                put(rows, y * (1 + rowBytes) + 1, i, pixel[i % samples]);
            }
        }
        Deflater deflater = new Deflater();
        deflater.setInput(rows);
        deflater.finish();
        byte[] compressed = new byte[rows.length + 100];
        chunk("IDAT", Arrays.copyOf(compressed, deflater.deflate(compressed)));
        chunk("IEND", new byte[0]);
        return Files.write(file, bytes.toByteArray());
    }

    private void put(byte[] rows, int rowStart, int place, int sample) {
        int bit = place * depth;
        if (depth == 16) {
            rows[rowStart + bit / 8] = (byte) (sample >> 8);
            rows[rowStart + bit / 8 + 1] = (byte) sample;
        } else {
            rows[rowStart + bit / 8] |= (byte) (sample << (8 - depth - bit % 8));
        }
    }

    private void chunk(String type, byte[] content) throws IOException {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        out.writeInt(content.length);
        out.write(name);
        out.write(content);
        CRC32 check = new CRC32();
        check.update(name);
        check.update(content);
        out.writeInt((int) check.getValue());
    }
}
