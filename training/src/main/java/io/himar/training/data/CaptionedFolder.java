package io.himar.training.data;

import io.himar.training.file.FileDigest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;

/**
 * A data set of pictures with captions in one folder: {@code name.png} beside {@code name.txt}, or
 * {@code metadata.jsonl} with {@code file_name} and {@code text} in each line.
 */
public final class CaptionedFolder {
    /** What a class would be called, of which there is one. */
    private static final String PICTURES = "pictures";

    private CaptionedFolder() {}

    /** Whether a folder holds pictures by themselves, or says which. */
    public static boolean isOne(Path folder) {
        return Files.isDirectory(folder)
                && (MetadataFile.in(folder).isPresent()
                        || !ImageFiles.namesIn(folder).isEmpty());
    }

    /**
     * Reads all captions and looks at all pictures.
     *
     * @param listener told about each file that is skipped
     * @throws IllegalArgumentException in one sentence that names the file whose caption is missing, empty or in
     *     another encoding, or the line of {@code metadata.jsonl} that is wrong
     */
    public static SplitPictures open(Path folder, PictureSets.Wanted wanted, ReadingListener listener) {
        List<String> there = ImageFiles.namesIn(folder);
        Map<String, String> captions =
                MetadataFile.in(folder).map(MetadataFile::captions).orElseGet(() -> CaptionFiles.read(folder, there));
        List<String> without =
                there.stream().filter(name -> !captions.containsKey(name)).toList();
        if (!without.isEmpty()) {
            throw new IllegalArgumentException(folder.resolve(without.get(0)) + more(without.size() - 1)
                    + " has no caption (expected: one for each picture, in " + CaptionFiles.nameFor(without.get(0))
                    + " beside it, or all in " + MetadataFile.NAME + ")");
        }
        ImageFiles files = ImageFiles.of(folder, PICTURES, captions.keySet());
        SplitPictures pictures = new ImageFolder(files, wanted, listener).read();
        Captioned training = new Captioned((FilePictures) pictures.training(), new TreeMap<>(captions));
        Captioned heldOut = new Captioned((FilePictures) pictures.heldOut(), training.captions());
        return new SplitPictures(training, heldOut, fingerprint(pictures, training, heldOut), pictures.skipped());
    }

    private static String more(int others) {
        return others == 0 ? "" : " (like " + others + " more)";
    }

    private static String fingerprint(SplitPictures pictures, Captioned training, Captioned heldOut) {
        List<String> all = Stream.of(training, heldOut)
                .flatMap(set -> IntStream.range(0, set.size()).mapToObj(set::caption))
                .toList();
        return pictures.fingerprint() + "-" + FileDigest.ofText(all);
    }

    /** @param captions by the pictures' names */
    private record Captioned(FilePictures pictures, Map<String, String> captions) implements CaptionedPictures {
        @Override
        public String caption(int index) {
            return captions.get(pictures.name(index));
        }

        @Override
        public int size() {
            return pictures.size();
        }

        @Override
        public int side() {
            return pictures.side();
        }

        @Override
        public List<String> classes() {
            return pictures.classes();
        }

        @Override
        public int label(int index) {
            return pictures.label(index);
        }

        @Override
        public void read(int index, float[] target, int offset) {
            pictures.read(index, target, offset);
        }

        @Override
        public Tensor batch(int[] indices) {
            return pictures.batch(indices);
        }
    }
}
