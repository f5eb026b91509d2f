package io.himar.service.settings;

import java.util.Optional;

/**
 * One setting that a service reads.
 *
 * @param name its property, for example {@code himar.database.url}
 * @param type what its value becomes
 * @param defaultValue as one would write it; empty if there is none
 */
public record Setting(String name, Class<?> type, Optional<String> defaultValue) {
    /** Whether its value must not be shown. */
    public boolean secret() {
        return type == Secret.class;
    }
}
