package io.himar.training.data;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import javax.imageio.ImageReader;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/**
 * The grey that a PNG file of 2 or 4 bits names as transparent. Java compares it with greys that it has widened to 8
 * bits already, and so does not find it.
 */
final class TransparentGrey {
    private static final String METADATA = "javax_imageio_png_1.0";
    private static final int WHITE = 255;

    private TransparentGrey() {}

    /** Makes it transparent, where the image is of such a file and that names one. */
    static void restore(ImageReader reader, BufferedImage image) throws IOException {
        if (image.getRaster().getNumBands() != 2
                || !METADATA.equals(reader.getOriginatingProvider().getNativeImageMetadataFormatName())) {
            return;
        }
        Element metadata = (Element) reader.getImageMetadata(0).getAsTree(METADATA);
        int depth = number(metadata, "IHDR", "bitDepth");
        Node named = metadata.getElementsByTagName("tRNS_Grayscale").item(0);
        if (named != null && depth < 8) {
            int most = (1 << depth) - 1;
            hide(image.getRaster(), number(metadata, "tRNS_Grayscale", "gray") * WHITE / most);
        }
    }

    private static int number(Element metadata, String element, String attribute) {
        return Integer.parseInt(
                ((Element) metadata.getElementsByTagName(element).item(0)).getAttribute(attribute));
    }

    private static void hide(WritableRaster raster, int grey) {
        int[] row = new int[2 * raster.getWidth()];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, raster.getWidth(), 1, row);
            for (int i = 0; i < row.length; i += 2) {
                row[i + 1] = row[i] == grey ? 0 : WHITE;
            }
            raster.setPixels(0, y, raster.getWidth(), 1, row);
        }
    }
}
