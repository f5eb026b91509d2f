package io.himar.model;

import java.util.Locale;

/** How much of the work that says next to nothing a generation leaves out, by name. */
public enum Preset {
    /** Nothing: as the model was published, or as its card was measured. */
    EXACT,
    /** As much as cannot be seen. */
    BALANCED,
    /** More than that. */
    FAST;

    /** The name that people write. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
