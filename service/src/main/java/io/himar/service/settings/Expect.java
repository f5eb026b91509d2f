package io.himar.service.settings;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Checks of settings; each throws an {@link InvalidSettingException} that names the setting. */
public final class Expect {
    private Expect() {}

    public static void that(boolean condition, String setting, Object value, String expectation) {
        if (!condition) {
            throw new InvalidSettingException(setting, value, expectation);
        }
    }

    /** Refuses null, which is said to be missing. */
    public static void given(String setting, Object value, String expectation) {
        that(value != null, setting, value, expectation);
    }

    public static void notBlank(String setting, String value) {
        that(value != null && !value.isBlank(), setting, value, "not blank");
    }

    public static void atLeast(String setting, long value, long least) {
        that(value >= least, setting, value, ">= " + least);
    }

    /** Refuses a file that cannot be read; none at all is right. */
    public static void file(String setting, Path value) {
        that(value == null || Files.isReadable(value), setting, value, "a file that can be read");
    }

    public static void positive(String setting, Duration value) {
        that(value != null && value.compareTo(Duration.ZERO) > 0, setting, value, "> 0");
    }
}
