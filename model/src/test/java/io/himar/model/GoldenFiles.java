package io.himar.model;

import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.TensorView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Path;
import java.util.Objects;

/**
 * The golden vectors of the released implementation: those on the class path, or another set, of other shapes, in the
 * folder that {@code -Dgolden.dir} names.
 */
public final class GoldenFiles {

    private GoldenFiles() {}

    /** Where a golden file lies, for instance {@code config.json}. */
    public static Path path(String file) {
        String directory = System.getProperty("golden.dir", "");
        if (!directory.isBlank()) {
            return Path.of(directory, file);
        }
        URL resource = GoldenFiles.class.getResource("/golden/" + file);
        try {
            return Path.of(Objects.requireNonNull(resource, file).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One tensor of the golden file {@code NAME.safetensors}. */
    public static TensorView tensor(String name, String tensor) {
        try (SafetensorsFile file = open(name)) {
            return file.tensor(tensor);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static float[] floats(String name, String tensor) {
        return tensor(name, tensor).toFloats();
    }

    public static SafetensorsFile open(String name) {
        try {
            return SafetensorsFile.open(path(name + ".safetensors"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
