package io.himar.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.apache.commons.io.FileUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Emoji as class folders: the 64x64 pictures of the npm packages {@code emoji-datasource-google} (Noto) and
 * {@code emoji-datasource-twitter} (Twemoji), the sub-groups of Unicode as classes.
 */
public final class EmojiSet {
    /** The sub-group of swatches, which are no pictures of anything. */
    private static final String NO_GROUP = "Component";

    private final Map<String, Map<String, Path>> classes = new TreeMap<>();
    private final List<String> sources = new ArrayList<>();

    /** A vendor of pictures, as the packages name it. */
    public enum Vendor {
        GOOGLE("Noto Emoji, Copyright Google Inc., Apache License 2.0"),
        TWITTER("Twemoji, Copyright Twitter, Inc. and other contributors, CC BY 4.0");

        private final String licence;

        Vendor(String licence) {
            this.licence = licence;
        }

        private String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Adds the pictures of an unpacked package, skin tones included.
     *
     * @throws IllegalArgumentException where the folder is not such a package
     */
    public void add(Vendor vendor, Path packageFolder) {
        Path index = packageFolder.resolve("emoji.json");
        Path pictures = packageFolder.resolve("img").resolve(vendor.key()).resolve("64");
        if (!Files.exists(index) || !Files.isDirectory(pictures)) {
            throw new IllegalArgumentException(packageFolder + " is not the unpacked npm package emoji-datasource-"
                    + vendor.key() + " (expected: emoji.json and img/" + vendor.key() + "/64)");
        }
        try {
            for (JsonNode emoji : JsonMapper.shared().readTree(Files.readAllBytes(index))) {
                addEmoji(vendor, emoji, pictures);
            }
            String version = JsonMapper.shared()
                    .readTree(Files.readAllBytes(packageFolder.resolve("package.json")))
                    .get("version")
                    .stringValue();
            sources.add("emoji-datasource-" + vendor.key() + " " + version + ": " + vendor.licence);
        } catch (IOException e) {
            throw new UncheckedIOException("the package " + packageFolder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void addEmoji(Vendor vendor, JsonNode emoji, Path pictures) {
        if (emoji.get("category").stringValue().equals(NO_GROUP)) {
            return;
        }
        String name = emoji.get("subcategory").stringValue().replaceAll("[^a-z0-9]+", "-");
        Map<String, Path> members = classes.computeIfAbsent(name, n -> new TreeMap<>());
        addPicture(vendor, emoji, pictures, members);
        for (JsonNode variation : emoji.path("skin_variations")) {
            addPicture(vendor, variation, pictures, members);
        }
    }

    private static void addPicture(Vendor vendor, JsonNode described, Path pictures, Map<String, Path> members) {
        if (described.path("has_img_" + vendor.key()).asBoolean()) {
            String file = described.get("image").stringValue();
            members.put(file.replace(".png", "-" + vendor.key() + ".png"), pictures.resolve(file));
        }
    }

    /**
     * Writes the class folders and a page on sources and licences.
     *
     * @param folder must not exist yet
     * @param least classes of fewer pictures are left out
     * @param most pictures that are kept of a larger class, spread over all that it has
     * @param wanted the classes to write, or none for all
     * @return pictures by class
     * @throws IllegalArgumentException naming a wanted class that there is not
     */
    public Map<String, Integer> write(Path folder, int least, int most, Set<String> wanted) {
        return write(folder, least, most, wanted, staged -> {});
    }

    /**
     * The same with captions, which have a file of their own, {@code metadata.jsonl}.
     *
     * @param told how many pictures have one
     */
    public Map<String, Integer> write(
            Path folder, int least, int most, Set<String> wanted, EmojiCaptions captions, IntConsumer told) {
        return write(folder, least, most, wanted, staged -> told.accept(captions.write(staged)));
    }

    private Map<String, Integer> write(Path folder, int least, int most, Set<String> wanted, Consumer<Path> finishing) {
        checkThere(wanted, least);
        if (Files.exists(folder)) {
            throw new IllegalArgumentException(folder + " exists already");
        }
        Path staged = folder.resolveSibling(folder.getFileName() + ".tmp");
        Map<String, Integer> counts = new TreeMap<>();
        try {
            FileUtils.deleteDirectory(
                    staged.toFile()); // what a run that was broken off has left may be of other classes
            Files.createDirectories(staged);
            for (Map.Entry<String, Map<String, Path>> members : classes.entrySet()) {
                boolean chosen = wanted.isEmpty() || wanted.contains(members.getKey());
                if (chosen && members.getValue().size() >= least) {
                    Path target = Files.createDirectories(staged.resolve(members.getKey()));
                    List<Map.Entry<String, Path>> kept = spread(members.getValue(), most);
                    for (Map.Entry<String, Path> picture : kept) {
                        Files.copy(
                                picture.getValue(),
                                target.resolve(picture.getKey()),
                                StandardCopyOption.REPLACE_EXISTING);
                    }
                    counts.put(members.getKey(), kept.size());
                }
            }
            Files.writeString(staged.resolve("LICENCES.txt"), String.join("\n", sources) + "\n");
            finishing.accept(staged);
            Files.move(staged, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("the data set " + folder + " cannot be written: " + e.getMessage(), e);
        }
        return counts;
    }

    private static List<Map.Entry<String, Path>> spread(Map<String, Path> members, int most) {
        List<Map.Entry<String, Path>> all = List.copyOf(members.entrySet());
        int kept = Math.min(most, all.size());
        return IntStream.range(0, kept)
                .mapToObj(i -> all.get((int) ((2L * i + 1) * all.size() / (2L * kept))))
                .toList();
    }

    private void checkThere(Set<String> wanted, int least) {
        for (String name : wanted) {
            Map<String, Path> members = classes.get(name);
            if (members == null) {
                throw new IllegalArgumentException("there is no class " + name + " (expected: one of "
                        + String.join(", ", classes.keySet()) + ")");
            }
            if (members.size() < least) {
                throw new IllegalArgumentException("the class " + name + " has " + members.size()
                        + " pictures (expected: at least " + least + ")");
            }
        }
    }
}
