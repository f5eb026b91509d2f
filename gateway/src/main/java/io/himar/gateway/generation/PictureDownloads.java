package io.himar.gateway.generation;

import io.himar.storage.objects.Download;
import java.nio.charset.StandardCharsets;
import org.springframework.http.ContentDisposition;
import org.springframework.http.MediaType;

/** What the files of pictures are called where they are saved: by label, seed and the beginning of the image's id. */
final class PictureDownloads {
    private static final int PART_OF_ID = 8;

    private PictureDownloads() {}

    /** To be shown where it can be, and saved under its name. */
    static Download shown(NamedPicture picture, String kind) {
        return download("inline", picture, kind);
    }

    /** To be saved. */
    static Download saved(NamedPicture picture, String kind) {
        return download("attachment", picture, kind);
    }

    private static Download download(String disposition, NamedPicture picture, String kind) {
        String name = name(picture) + kind + ".png";
        ContentDisposition.Builder header = ContentDisposition.builder(disposition);
        boolean ascii = StandardCharsets.US_ASCII.newEncoder().canEncode(name);
        return new Download(
                MediaType.IMAGE_PNG_VALUE,
                (ascii ? header.filename(name) : header.filename(name, StandardCharsets.UTF_8))
                        .build()
                        .toString());
    }

    /** No two images have the same, whatever is left of their labels. */
    private static String name(NamedPicture picture) {
        return LabelWords.of(picture.motif().label(), GenerationViews.classId(picture.motif())) + "-seed"
                + picture.seed() + "-" + picture.image().toString().substring(0, PART_OF_ID);
    }
}
