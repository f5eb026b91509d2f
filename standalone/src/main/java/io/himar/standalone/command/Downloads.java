package io.himar.standalone.command;

import io.himar.standalone.SuiteException;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.Generation.Image;
import io.himar.standalone.sheet.ContactSheet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The pictures of finished generations as files of one directory, with a contact sheet of them all. */
final class Downloads {
    private static final String SHEET = "contact-sheet.png";

    private final Path directory;
    private final GatewayClient gateway;
    private final List<Picture> pictures = new ArrayList<>();

    /** One downloaded picture. */
    record Picture(Generation generation, Image image, Path file) {}

    private Downloads(Path directory, GatewayClient gateway) {
        this.directory = directory;
        this.gateway = gateway;
    }

    /** Makes the directory first, so that nothing is generated for a place that cannot be written. */
    static Downloads into(Path directory, GatewayClient gateway) {
        try {
            Files.createDirectories(directory);
        } catch (IOException failure) {
            throw unwritable(directory, failure);
        }
        if (!Files.isWritable(directory)) {
            throw unwritable(directory, null);
        }
        return new Downloads(directory, gateway);
    }

    void take(List<Generation> generations) {
        List<ContactSheet.Row> rows = new ArrayList<>();
        try {
            for (Generation generation : generations) {
                List<byte[]> row = take(generation);
                if (!row.isEmpty()) {
                    rows.add(new ContactSheet.Row(generation.label(), row));
                }
            }
            if (!rows.isEmpty()) {
                new ContactSheet(title(generations), rows).write(directory.resolve(SHEET));
            }
        } catch (IOException failure) {
            throw unwritable(directory, failure);
        }
    }

    List<Picture> pictures() {
        return List.copyOf(pictures);
    }

    Path sheet() {
        return directory.resolve(SHEET);
    }

    private List<byte[]> take(Generation generation) throws IOException {
        List<byte[]> row = new ArrayList<>();
        for (Image image : generation.images()) {
            if (image.result() != null) {
                byte[] png = gateway.download(image.result().url());
                Path file = directory.resolve(fileName(generation, image));
                Files.write(file, png);
                pictures.add(new Picture(generation, image, file));
                row.add(png);
            }
        }
        return row;
    }

    private static String title(List<Generation> generations) {
        return "himar  " + generations.get(0).model();
    }

    private static String fileName(Generation generation, Image image) {
        String label = generation.label().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return label + "-seed" + image.seed() + ".png";
    }

    private static SuiteException unwritable(Path directory, IOException cause) {
        return new SuiteException(
                "The pictures cannot be written to " + directory
                        + (cause == null ? "" : " (" + cause.getMessage() + ")")
                        + ": choose another directory with --out.",
                cause);
    }
}
