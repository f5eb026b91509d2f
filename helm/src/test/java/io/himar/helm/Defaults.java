package io.himar.helm;

import io.himar.service.settings.Setting;
import org.springframework.boot.convert.ApplicationConversionService;

/** Compares values as the services do: 60s is 1m. */
final class Defaults {
    private Defaults() {}

    /** The default of a setting; null if it has none. */
    static Object of(Setting setting) {
        return setting.defaultValue().map(value -> converted(setting, value)).orElse(null);
    }

    static Object converted(Setting setting, String value) {
        return ApplicationConversionService.getSharedInstance().convert(value, setting.type());
    }
}
