package io.himar.training.data;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A data set of image files, a folder a class. Every file is decoded once to find those that cannot be, unless that was
 * done before and none has changed since.
 */
final class ImageFolder {
    private static final int MOST_NAMED = 20;

    private final PictureSets.Wanted wanted;
    private final ReadingListener listener;
    private final ImageFiles files;
    private final DecodedFiles decoded;
    private final ExecutorService threads;

    ImageFolder(ImageFiles files, PictureSets.Wanted wanted, ReadingListener listener) {
        this.wanted = wanted;
        this.listener = listener;
        this.files = files;
        this.decoded = new DecodedFiles(files, wanted.side(), new PictureMemory(files.size(), wanted.memoryBytes()));
        this.threads = LoaderThreads.start(wanted.threads());
    }

    SplitPictures read() {
        // Of files that all can be decoded some are held out, or else none ever will be.
        part(IntStream.range(0, files.size()).toArray(), true);
        Findings findings =
                Findings.kept(wanted.findings(), files.digest(), wanted.side()).orElseGet(this::pass);
        tellOthers();
        tellSkipped(findings.skipped());
        int[] pictures = pictures(findings.skipped());
        tellMemory(pictures.length);
        return new SplitPictures(
                part(pictures, false),
                part(pictures, true),
                findings.fingerprint(),
                findings.skipped().stream().map(Findings.Skipped::toString).toList());
    }

    private Findings pass() {
        Findings findings = new FirstPass(decoded, threads, wanted.threads(), listener).run();
        findings.keepIn(wanted.findings());
        return findings;
    }

    private void tellOthers() {
        if (!files.others().isEmpty()) {
            listener.told(String.format(
                    "not read, being no PNG, JPEG, GIF or BMP files in the folder of a class: %d in %s, such as %s",
                    files.others().size(), files.folder(), files.others().get(0)));
        }
    }

    private void tellSkipped(List<Findings.Skipped> skipped) {
        skipped.stream().limit(MOST_NAMED).forEach(file -> listener.told("skipped " + file));
        if (skipped.size() > MOST_NAMED) {
            listener.told("... and " + (skipped.size() - MOST_NAMED) + " more");
        }
        if (!skipped.isEmpty()) {
            listener.told(skipped.size() + " of " + files.size() + " images in " + files.folder() + " were skipped");
        }
    }

    private void tellMemory(int pictures) {
        long needed = PictureMemory.bytes(pictures, 3 * wanted.side() * wanted.side());
        if (needed > wanted.memoryBytes()) {
            listener.told(String.format(
                    "%d pictures take %d MB decoded (budget: %d MB); what does not fit is decoded when needed",
                    pictures, needed >> 20, wanted.memoryBytes() >> 20));
        }
    }

    /** The files that are pictures; each class has some. */
    private int[] pictures(List<Findings.Skipped> skipped) {
        Set<String> left = skipped.stream().map(Findings.Skipped::file).collect(Collectors.toSet());
        int[] pictures = IntStream.range(0, files.size())
                .filter(file -> left.isEmpty() || !left.contains(files.name(file)))
                .toArray();
        int[] found = counts(IntStream.of(pictures));
        for (int label = 0; label < found.length; label++) {
            if (found[label] == 0) {
                throw ImageFiles.withoutImages(
                        files.classFolders().get(label), counts(IntStream.range(0, files.size()))[label]);
            }
        }
        return pictures;
    }

    /** How many of some files are of each class. */
    private int[] counts(IntStream some) {
        int[] counts = new int[files.classes().size()];
        some.forEach(file -> counts[files.files().get(file).label()]++);
        return counts;
    }

    /** The last of so many pictures of each class, or the others. */
    private FilePictures part(int[] pictures, boolean heldOut) {
        int[] seen = new int[files.classes().size()];
        int[] part = IntStream.of(pictures)
                .filter(file -> {
                    int place = seen[files.files().get(file).label()]++ % wanted.heldOutEvery();
                    return heldOut == (place == wanted.heldOutEvery() - 1);
                })
                .toArray();
        if (heldOut && part.length == 0) {
            throw new IllegalArgumentException(files.folder() + ": no class has " + wanted.heldOutEvery()
                    + " images, so that none is held out (expected: more images, or a lower data.held_out_every"
                    + " or --held-out-every)");
        }
        return new FilePictures(decoded, part, threads);
    }
}
