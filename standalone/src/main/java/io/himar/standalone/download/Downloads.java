package io.himar.standalone.download;

import io.himar.standalone.SuiteException;
import io.himar.standalone.client.GatewayClient;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.Generation.Image;
import io.himar.standalone.sheet.ContactSheet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * The pictures of generations as files of one folder, saved one by one as they are finished, with a contact sheet of
 * them all at the end. Safe for several threads.
 */
public final class Downloads {
    private static final String SHEET = "contact-sheet";

    private final PictureFolder folder;
    private final Map<String, Saved> saved = new ConcurrentHashMap<>();

    private Downloads(PictureFolder folder) {
        this.folder = folder;
    }

    /** One picture and its file. */
    private record Saved(Path file, byte[] png) {}

    /**
     * Makes the folder first, so that nothing is generated for a place that cannot be written.
     *
     * @param overwrite whether files of the same name are replaced; else a picture gets a numbered name
     * @throws SuiteException in one sentence, when the folder cannot be written
     */
    public static Downloads into(Path folder, boolean overwrite) {
        return new Downloads(PictureFolder.open(folder, overwrite));
    }

    public Path folder() {
        return folder.path();
    }

    /** How many pictures lie in the folder. */
    public int count() {
        return saved.size();
    }

    /** Downloads and saves an image's picture, if it has one and it was not saved before. */
    public void save(GatewayClient gateway, Generation generation, Image image) {
        if (image.picture() != null) {
            saved.computeIfAbsent(image.id(), id -> {
                byte[] png = gateway.download(image.picture().url());
                return new Saved(folder.save(PictureNames.of(generation, image), png), png);
            });
        }
    }

    /** Where an image's picture lies, if it was saved. */
    public Optional<Path> file(Image image) {
        return Optional.ofNullable(saved.get(image.id())).map(Saved::file);
    }

    /** Writes all saved pictures of some generations on one; empty where there are none. */
    public Optional<Path> sheet(List<Generation> generations) {
        List<ContactSheet.Row> rows = new ArrayList<>();
        for (Generation generation : generations) {
            List<byte[]> row = generation.images().stream()
                    .filter(image -> saved.containsKey(image.id()))
                    .map(image -> saved.get(image.id()).png())
                    .toList();
            if (!row.isEmpty()) {
                rows.add(new ContactSheet.Row(generation.label(), row));
            }
        }
        String models = generations.stream().map(Generation::model).distinct().collect(Collectors.joining(", "));
        return rows.isEmpty() ? Optional.empty() : Optional.of(write(models, rows));
    }

    private Path write(String models, List<ContactSheet.Row> rows) {
        try {
            return folder.save(SHEET, new ContactSheet("himar  " + models, rows).png());
        } catch (IOException failure) {
            throw new SuiteException(
                    "A picture of " + models + " cannot be put on the contact sheet: " + failure.getMessage() + ".",
                    failure);
        }
    }
}
