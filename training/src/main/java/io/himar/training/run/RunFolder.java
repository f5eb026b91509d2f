package io.himar.training.run;

import io.himar.training.config.TrainingConfig;
import io.himar.training.config.TrainingConfigReader;
import io.himar.training.file.DurableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** All that one run writes; one process at a time trains in it. */
public final class RunFolder implements AutoCloseable {
    /** Of latents/KEY/FILE. */
    private static final int LATENTS_DEPTH = 3;

    private final Path path;
    /** Null where it is only looked at. */
    private final FileChannel lockFile;

    private RunFolder(Path path, FileChannel lockFile) {
        this.path = path;
        this.lockFile = lockFile;
    }

    /**
     * A folder for a run that is to begin; there is one as soon as its configuration is kept.
     *
     * @throws IllegalArgumentException where the folder holds a run already
     */
    public static RunFolder create(Path path) {
        if (Files.exists(path.resolve("config.json"))) {
            throw new IllegalArgumentException(
                    path + " holds a run already: go on with it by --resume " + path + ", or name another folder");
        }
        return locked(path);
    }

    /**
     * Opens a run to go on with it, and clears away what a crash left half written.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static RunFolder open(Path path) {
        requireRun(path);
        RunFolder folder = locked(path);
        try (Stream<Path> files = Files.walk(path, LATENTS_DEPTH)) {
            for (Path leftover : files.filter(RunFolder::isLeftover).toList()) {
                Files.delete(leftover);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("leftovers in " + path + " cannot be deleted: " + e.getMessage(), e);
        }
        return folder;
    }

    /**
     * A run to read from, in which another process may train meanwhile.
     *
     * @throws IllegalArgumentException where there is none
     */
    public static RunFolder look(Path path) {
        requireRun(path);
        return new RunFolder(path, null);
    }

    private static void requireRun(Path path) {
        if (!Files.exists(path.resolve("config.json"))) {
            throw new IllegalArgumentException(path + " holds no run (expected: a folder with config.json)");
        }
    }

    private static boolean isLeftover(Path file) {
        return file.getFileName().toString().endsWith(DurableFile.STAGING) && Files.isRegularFile(file);
    }

    private static RunFolder locked(Path path) {
        try {
            Files.createDirectories(path);
            FileChannel file =
                    FileChannel.open(path.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = file.tryLock();
            if (lock == null) {
                file.close();
                throw new IllegalArgumentException("another process trains in " + path);
            }
            return new RunFolder(path, file);
        } catch (IOException e) {
            throw new UncheckedIOException("the folder " + path + " cannot be used: " + e.getMessage(), e);
        }
    }

    public Path path() {
        return path;
    }

    /** Begins the run, where it has not begun: writes the exact configuration, every default written out. */
    void begin(TrainingConfig config) {
        Path file = path.resolve("config.json");
        if (!Files.exists(file)) {
            DurableFile.write(file, TrainingConfigReader.write(config));
        }
    }

    /** What a pass over all files of pictures has found, and of which files. */
    public Path findings() {
        return path.resolve("files.json");
    }

    /** What was trained on. */
    Path data() {
        return path.resolve("data.json");
    }

    /** The model's configuration with its measured latent scale and the classes' names. */
    Path modelConfig() {
        return path.resolve("model.json");
    }

    Path autoencoderMetrics() {
        return path.resolve("autoencoder.csv");
    }

    Path autoencoderCheckpoint() {
        return path.resolve("autoencoder-checkpoint.safetensors");
    }

    /** The trained autoencoder, in single precision. */
    Path autoencoder() {
        return path.resolve("vae.safetensors");
    }

    Path metrics() {
        return path.resolve("network.csv");
    }

    Path checkpoint() {
        return path.resolve("checkpoint.safetensors");
    }

    Path autoencoderLossCurve() {
        return path.resolve("autoencoder-loss.png");
    }

    Path lossCurve() {
        return path.resolve("loss.png");
    }

    Path samples(long step) {
        return path.resolve("samples").resolve(String.format("step-%07d.png", step));
    }

    Path latents() {
        return path.resolve("latents");
    }

    /** What a text encoder that is not trained makes of captions. */
    Path contexts() {
        return path.resolve("contexts");
    }

    /** The finished model, as it is served. */
    public Path model() {
        return path.resolve("model");
    }

    @Override
    public void close() {
        if (lockFile == null) {
            return;
        }
        try {
            lockFile.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
