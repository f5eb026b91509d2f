package io.himar.model.text.huggingface;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.FileUtils;

/** The settings under which the tokenizer's native library is loaded from its jar, and does nothing else. */
final class NativeLibrary {
    private static final String FOLDER = "ENGINE_CACHE_DIR";

    private NativeLibrary() {}

    /** To be called before the library's first use. */
    static synchronized void prepare() {
        // Otherwise it downloads another build where there is a GPU, and tells its makers of its use in their cloud.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        if (System.getenv(FOLDER) == null && System.getProperty(FOLDER) == null) {
            System.setProperty(FOLDER, ownFolder().toString());
        }
    }

    /** A home directory may be read-only, or missing; and nobody else can put a library into a folder of our own. */
    private static Path ownFolder() {
        try {
            Path folder = Files.createTempDirectory("himar-tokenizers");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> FileUtils.deleteQuietly(folder.toFile())));
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder cannot be written, for the tokenizer's library", e);
        }
    }
}
