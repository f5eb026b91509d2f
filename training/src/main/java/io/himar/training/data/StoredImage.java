package io.himar.training.data;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataFormatImpl;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** An image file of which only the header has been read yet, so that a huge one can be refused before it is decoded. */
final class StoredImage implements AutoCloseable {
    /** A file of some kilobytes can unfold to gigabytes. */
    static final long MOST_PIXELS = 120_000_000;

    private final ImageReader reader;
    private final int width;
    private final int height;

    private StoredImage(ImageReader reader) throws IOException {
        this.reader = reader;
        this.width = reader.getWidth(0);
        this.height = reader.getHeight(0);
    }

    /** @throws IOException where it is no image that Java knows */
    static StoredImage open(byte[] content) throws IOException {
        // From memory, since ImageIO would copy a stream of the file into a temporary file.
        var stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(content));
        Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
        if (!readers.hasNext()) {
            throw new IOException("no image format that is known");
        }
        ImageReader reader = readers.next();
        reader.setInput(stream, true, true);
        try {
            return new StoredImage(reader);
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    int width() {
        return width;
    }

    int height() {
        return height;
    }

    /**
     * The picture as it is to be looked at: over white, and turned as its EXIF data say.
     *
     * @throws IOException where it is damaged or too large
     */
    Resampling.Planes upright() throws IOException {
        if ((long) width * height > MOST_PIXELS) {
            throw new IOException("too large: " + width + "x" + height + " pixels (expected: at most "
                    + MOST_PIXELS / 1_000_000 + " million)");
        }
        List<String> warnings = new ArrayList<>();
        reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
        try {
            BufferedImage image = reader.read(0);
            for (String warning : warnings) {
                if (tellsOfDamage(warning)) {
                    throw new IOException("damaged: " + warning);
                }
            }
            TransparentGrey.restore(reader, image);
            return orientation().turned(OpaquePlanes.of(image));
        } catch (RuntimeException e) {
            throw damaged(e);
        }
    }

    /** The decoders of damaged files throw much else besides IOException. */
    private static IOException damaged(RuntimeException e) {
        return new IOException("damaged: " + e, e);
    }

    /**
     * The JPEG decoder fills what is missing with grey and says so in a warning only. Its other warnings, and those
     * about colour profiles and the like, leave the picture whole.
     */
    private static boolean tellsOfDamage(String warning) {
        return !warning.contains("extraneous bytes")
                && Stream.of("Truncated File", "Premature end", "Corrupt JPEG data")
                        .anyMatch(warning::contains);
    }

    /** That of a JPEG file; Java reads no EXIF data of other formats. */
    private Orientation orientation() throws IOException {
        if (!reader.getFormatName().equalsIgnoreCase("jpeg")) {
            return Orientation.NORMAL;
        }
        Element metadata =
                (Element) reader.getImageMetadata(0).getAsTree(IIOMetadataFormatImpl.standardMetadataFormatName);
        NodeList found = metadata.getElementsByTagName("ImageOrientation");
        return found.getLength() == 0
                ? Orientation.NORMAL
                : Orientation.named(((Element) found.item(0)).getAttribute("value"));
    }

    @Override
    public void close() {
        reader.dispose();
    }
}
