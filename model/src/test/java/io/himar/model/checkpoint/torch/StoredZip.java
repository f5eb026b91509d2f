package io.himar.model.checkpoint.torch;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * Zip archives as PyTorch lays them out: entries stored, their values at multiples of 64 bytes by a padding field,
 * zip64 fields where sizes ask for them or where they are wanted anyway.
 */
final class StoredZip implements AutoCloseable {
    private static final long LIMIT = 0xFFFFFFFFL;
    private static final int ALIGNMENT = 64;

    private final FileChannel channel;
    private final boolean zip64;
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(byte[] name, long offset, long size, long crc) {}

    StoredZip(Path file, boolean zip64) throws IOException {
        this.channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        this.zip64 = zip64;
    }

    void add(String name, StorageData.Values values) throws IOException {
        long offset = channel.position();
        byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
        int extra = 20 + 4; // zip64 field and the padding field's head
        int padding = (int) (-(offset + 30 + utf8.length + extra) & (ALIGNMENT - 1));
        channel.position(offset + 30 + utf8.length + extra + padding);
        CRC32 crc = new CRC32();
        OutputStream out =
                new BufferedOutputStream(new CheckedOutputStream(Channels.newOutputStream(channel), crc), 1 << 16);
        values.writeTo(out);
        out.flush();
        long end = channel.position();
        long size = end - (offset + 30 + utf8.length + extra + padding);
        Entry entry = new Entry(utf8, offset, size, crc.getValue());
        entries.add(entry);
        ByteBuffer header = buffer(30 + utf8.length + extra + padding);
        boolean large = zip64 || size >= LIMIT;
        header.putInt(0x04034b50).putShort((short) 45).putShort((short) 0).putShort((short) 0);
        header.putInt(0).putInt((int) entry.crc());
        header.putInt(large ? -1 : (int) size).putInt(large ? -1 : (int) size);
        header.putShort((short) utf8.length).putShort((short) (extra + padding)).put(utf8);
        header.putShort((short) 1).putShort((short) 16).putLong(size).putLong(size);
        header.putShort((short) 0x4246).putShort((short) padding);
        channel.write(header.rewind(), offset);
        channel.position(end);
    }

    @Override
    public void close() throws IOException {
        long directory = channel.position();
        for (Entry entry : entries) {
            channel.write(central(entry));
        }
        long size = channel.position() - directory;
        boolean large = zip64 || directory >= LIMIT;
        if (large) {
            long at = channel.position();
            ByteBuffer end64 = buffer(56 + 20);
            end64.putInt(0x06064b50)
                    .putLong(44)
                    .putShort((short) 45)
                    .putShort((short) 45)
                    .putInt(0)
                    .putInt(0);
            end64.putLong(entries.size()).putLong(entries.size()).putLong(size).putLong(directory);
            end64.putInt(0x07064b50).putInt(0).putLong(at).putInt(1);
            channel.write(end64.rewind());
        }
        ByteBuffer end = buffer(22);
        end.putInt(0x06054b50).putInt(0);
        end.putShort((short) (large ? -1 : entries.size())).putShort((short) (large ? -1 : entries.size()));
        end.putInt(large ? -1 : (int) size).putInt(large ? -1 : (int) directory).putShort((short) 0);
        channel.write(end.rewind());
        channel.close();
    }

    private ByteBuffer central(Entry entry) {
        boolean largeSize = zip64 || entry.size() >= LIMIT;
        boolean largeOffset = zip64 || entry.offset() >= LIMIT;
        int field = (largeSize ? 16 : 0) + (largeOffset ? 8 : 0);
        int extra = field == 0 ? 0 : 4 + field;
        ByteBuffer header = buffer(46 + entry.name().length + extra);
        header.putInt(0x02014b50).putShort((short) 45).putShort((short) 45).putInt(0);
        header.putInt(0).putInt((int) entry.crc());
        header.putInt(largeSize ? -1 : (int) entry.size()).putInt(largeSize ? -1 : (int) entry.size());
        header.putShort((short) entry.name().length).putShort((short) extra).putShort((short) 0);
        header.putShort((short) 0).putShort((short) 0).putInt(0);
        header.putInt(largeOffset ? -1 : (int) entry.offset()).put(entry.name());
        if (field > 0) {
            header.putShort((short) 1).putShort((short) field);
        }
        if (largeSize) {
            header.putLong(entry.size()).putLong(entry.size());
        }
        if (largeOffset) {
            header.putLong(entry.offset());
        }
        return header.rewind();
    }

    private static ByteBuffer buffer(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
