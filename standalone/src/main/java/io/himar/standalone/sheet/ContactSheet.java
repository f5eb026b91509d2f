package io.himar.standalone.sheet;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * Many pictures on one: a labelled row per class on paper white, small pictures enlarged by whole factors so that every
 * pixel stays a sharp square.
 */
public final class ContactSheet {
    private static final int PAPER = 0xF6F4EF;
    private static final int INK = 0x2B2A28;
    private static final int FAINT = 0x9A958C;
    /** Side that small pictures are enlarged to, in pixels. */
    private static final int TILE = 96;

    private static final int GAP = 8;
    private static final int MARGIN = 28;
    private static final int LABEL_SCALE = 2;
    private static final int LABEL_GAP = 18;
    private static final int TITLE = 44;

    private final BitmapFont font = BitmapFont.load();
    private final String title;
    private final List<Row> rows;

    /**
     * One row of the sheet.
     *
     * @param label what stands before the row
     * @param pictures encoded pictures (PNG)
     */
    public record Row(String label, List<byte[]> pictures) {
        public Row {
            pictures = List.copyOf(pictures);
        }
    }

    public ContactSheet(String title, List<Row> rows) {
        if (rows.isEmpty()) {
            throw new IllegalArgumentException("rows: none (expected: at least one)");
        }
        this.title = title;
        this.rows = List.copyOf(rows);
    }

    /**
     * The sheet as a PNG.
     *
     * @throws IOException when one of the pictures is none
     */
    public byte[] png() throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(draw(), "png", png);
        return png.toByteArray();
    }

    private BufferedImage draw() throws IOException {
        int columns = rows.stream().mapToInt(row -> row.pictures().size()).max().orElse(0);
        int labels = rows.stream()
                .mapToInt(row -> font.width(row.label(), LABEL_SCALE))
                .max()
                .orElse(0);
        int left = MARGIN + labels + LABEL_GAP;
        int side = TILE;
        for (Row row : rows) {
            for (byte[] picture : row.pictures()) {
                side = Math.max(side, enlarged(decode(picture)));
            }
        }
        int width = Math.max(left + columns * (side + GAP) - GAP, MARGIN + font.width(title, LABEL_SCALE)) + MARGIN;
        BufferedImage sheet = paper(width, MARGIN + TITLE + rows.size() * (side + GAP) - GAP + MARGIN);
        font.draw(sheet, title, MARGIN, MARGIN, LABEL_SCALE, FAINT);
        for (int row = 0; row < rows.size(); row++) {
            drawRow(sheet, rows.get(row), left, MARGIN + TITLE + row * (side + GAP), side);
        }
        return sheet;
    }

    private void drawRow(BufferedImage sheet, Row row, int left, int top, int side) throws IOException {
        int labelLeft = left - LABEL_GAP - font.width(row.label(), LABEL_SCALE);
        int labelTop = top + (side - BitmapFont.HEIGHT * LABEL_SCALE) / 2;
        font.draw(sheet, row.label(), labelLeft, labelTop, LABEL_SCALE, INK);
        int x = left;
        for (byte[] picture : row.pictures()) {
            enlarge(decode(picture), sheet, x, top);
            x += side + GAP;
        }
    }

    private static BufferedImage paper(int width, int height) {
        BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                sheet.setRGB(x, y, PAPER);
            }
        }
        return sheet;
    }

    private static void enlarge(BufferedImage from, BufferedImage onto, int left, int top) {
        int factor = factor(from);
        for (int y = 0; y < from.getHeight() * factor; y++) {
            for (int x = 0; x < from.getWidth() * factor; x++) {
                onto.setRGB(left + x, top + y, from.getRGB(x / factor, y / factor));
            }
        }
    }

    private static int enlarged(BufferedImage picture) {
        return Math.max(picture.getWidth(), picture.getHeight()) * factor(picture);
    }

    private static int factor(BufferedImage picture) {
        return Math.max(1, TILE / Math.max(picture.getWidth(), picture.getHeight()));
    }

    private static BufferedImage decode(byte[] picture) throws IOException {
        BufferedImage decoded = ImageIO.read(new ByteArrayInputStream(picture));
        if (decoded == null) {
            throw new IOException("a picture of " + picture.length + " bytes is in no known format (expected: PNG)");
        }
        return decoded;
    }
}
