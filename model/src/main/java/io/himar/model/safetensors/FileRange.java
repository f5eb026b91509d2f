package io.himar.model.safetensors;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A range of a file as a stream. It reads by position, so several ranges can be read at once, and it maps nothing into
 * memory.
 */
public final class FileRange extends InputStream {
    private final Path file;
    private final FileChannel channel;
    private final long end;
    private long position;

    /**
     * @param file that the channel is of, for messages
     * @param channel stays open when this is closed
     * @param offset of the first byte
     */
    public FileRange(Path file, FileChannel channel, long offset, long length) {
        this.file = file;
        this.channel = channel;
        this.position = offset;
        this.end = offset + length;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (position == end) {
            return -1;
        }
        int wanted = (int) Math.min(length, end - position);
        int count = channel.read(ByteBuffer.wrap(target, offset, wanted), position);
        if (count < 0) {
            throw new EOFException(file + " became shorter while it was read");
        }
        position += count;
        return count;
    }
}
