package io.himar.training.generation;

import io.himar.training.data.Colours;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import javax.imageio.ImageIO;

/** Pictures side by side in one PNG, enlarged, each above the text that it was drawn by. */
public final class CaptionedSheet {
    private static final int MOST = 48;
    private static final int COLUMNS = 8;
    private static final int LEAST_CELL = 144;
    private static final int GAP = 8;
    private static final int LINES = 3;
    private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    private final BufferedImage image;
    private final Graphics2D graphics;
    private final int cell;
    private final int lineHeight;

    private CaptionedSheet(int pictures, int side) {
        this.cell = Math.max(1, (LEAST_CELL + side - 1) / side) * side;
        this.lineHeight = FONT.getSize() + 2;
        int rows = (pictures + COLUMNS - 1) / COLUMNS;
        this.image = new BufferedImage(
                Math.min(pictures, COLUMNS) * (cell + GAP) + GAP, rows * rowHeight() + GAP, BufferedImage.TYPE_INT_RGB);
        this.graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, image.getWidth(), image.getHeight());
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setFont(FONT);
        graphics.setColor(Color.BLACK);
    }

    private int rowHeight() {
        return cell + LINES * lineHeight + GAP;
    }

    /**
     * The first {@value #MOST} pictures.
     *
     * @param pictures square, each [3,side,side] in [-1,1]
     * @param captions of each
     */
    public static byte[] png(float[][] pictures, List<String> captions) {
        int count = Math.min(MOST, pictures.length);
        int side = (int) Math.round(Math.sqrt(pictures[0].length / 3.0));
        CaptionedSheet sheet = new CaptionedSheet(count, side);
        for (int i = 0; i < count; i++) {
            int left = GAP + i % COLUMNS * (sheet.cell + GAP);
            int top = GAP + i / COLUMNS * sheet.rowHeight();
            sheet.paint(pictures[i], side, left, top);
            sheet.write(captions.get(i), left, top + sheet.cell);
        }
        sheet.graphics.dispose();
        return sheet.bytes();
    }

    private void paint(float[] picture, int side, int left, int top) {
        int zoom = cell / side;
        for (int y = 0; y < cell; y++) {
            for (int x = 0; x < cell; x++) {
                image.setRGB(left + x, top + y, Colours.at(picture, side, y / zoom * side + x / zoom));
            }
        }
    }

    /** Breaks lines between words; what is beyond the last line is not shown. */
    private void write(String caption, int left, int top) {
        FontMetrics metrics = graphics.getFontMetrics();
        StringBuilder line = new StringBuilder();
        int written = 0;
        for (String word : caption.split(" ", -1)) {
            if (!line.isEmpty() && metrics.stringWidth(line + " " + word) > cell && written < LINES - 1) {
                written++;
                graphics.drawString(line.toString(), left, top + written * lineHeight);
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        graphics.drawString(line.toString(), left, top + (written + 1) * lineHeight);
    }

    private byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
