package io.himar.service.settings;

/** A setting that cannot be used; the message names it, its value and the expectation. */
public final class InvalidSettingException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String setting;

    InvalidSettingException(String setting, Object value, String expectation) {
        super(setting + ": " + (value == null ? "missing" : value) + " (expected: " + expectation + ")");
        this.setting = setting;
    }

    /** Name of the setting, for example {@code himar.database.url}. */
    public String setting() {
        return setting;
    }
}
