package io.himar.model.catalog;

import io.himar.model.ModelConfig;
import java.util.Objects;

/**
 * A model as it lies in a repository.
 *
 * @param config its shape and its sampling
 * @param version the number of its export, which is that of its graphs; empty if the export names none, as those of
 *     former versions do, so that other weights cannot be told apart
 */
public record ModelEntry(ModelConfig config, String version) {
    public ModelEntry {
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(version, "version");
    }

    public String name() {
        return config.name();
    }

    /** For people. */
    @Override
    public String toString() {
        return version.isEmpty() ? name() : name() + ", version " + version;
    }
}
