package io.himar.service.settings;

import java.util.Objects;

/**
 * A setting that is never shown: whatever prints a record of settings prints stars in its place.
 *
 * @param text the secret itself
 */
public record Secret(String text) {
    public Secret {
        Objects.requireNonNull(text, "text");
    }

    /** From a property; Spring finds this by its name and its signature. */
    public static Secret of(String text) {
        return new Secret(text);
    }

    public boolean isBlank() {
        return text.isBlank();
    }

    @Override
    public String toString() {
        return "***";
    }
}
