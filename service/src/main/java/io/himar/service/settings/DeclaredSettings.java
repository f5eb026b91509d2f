package io.himar.service.settings;

import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.context.annotation.Import;
import org.springframework.core.annotation.MergedAnnotations;

/**
 * The settings that an application reads, taken from the records themselves: those that it, or a configuration that it
 * imports, names in {@link EnableConfigurationProperties}.
 */
public final class DeclaredSettings {
    private DeclaredSettings() {}

    /** All settings of an application, in the order of their declaration. */
    public static List<Setting> of(Class<?> application) {
        List<Setting> settings = new ArrayList<>();
        for (Class<?> type : records(application, new HashSet<>())) {
            String prefix = MergedAnnotations.from(type)
                    .get(ConfigurationProperties.class)
                    .getString("prefix");
            settings.addAll(ofRecord(prefix, type));
        }
        return settings;
    }

    /**
     * The defaults of an application by property. As the last source of properties they let configuration files refer
     * to a setting without repeating its default.
     */
    public static Map<String, Object> defaults(Class<?> application) {
        Map<String, Object> defaults = new LinkedHashMap<>();
        of(application)
                .forEach(setting -> setting.defaultValue().ifPresent(value -> defaults.put(setting.name(), value)));
        return defaults;
    }

    private static List<Class<?>> records(Class<?> configuration, Set<Class<?>> seen) {
        List<Class<?>> records = new ArrayList<>();
        if (seen.add(configuration)) {
            MergedAnnotations annotations = MergedAnnotations.from(configuration);
            annotations.stream(EnableConfigurationProperties.class)
                    .flatMap(enabled -> Arrays.stream(enabled.getClassArray("value")))
                    .filter(Class::isRecord)
                    .filter(seen::add)
                    .forEach(records::add);
            annotations.stream(Import.class)
                    .flatMap(imported -> Arrays.stream(imported.getClassArray("value")))
                    .forEach(imported -> records.addAll(records(imported, seen)));
        }
        return records;
    }

    private static List<Setting> ofRecord(String prefix, Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Parameter[] parameters = canonicalParameters(type, components);
        List<Setting> settings = new ArrayList<>();
        for (int i = 0; i < components.length; i++) {
            String name = prefix + "." + kebab(components[i].getName());
            Class<?> component = components[i].getType();
            if (component.isRecord() && component != Secret.class) {
                settings.addAll(ofRecord(name, component));
            } else {
                settings.add(new Setting(name, component, defaultValue(parameters[i])));
            }
        }
        return settings;
    }

    private static Parameter[] canonicalParameters(Class<?> type, RecordComponent[] components) {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            return type.getDeclaredConstructor(types).getParameters();
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " is a record without its canonical constructor", e);
        }
    }

    private static Optional<String> defaultValue(Parameter parameter) {
        return Optional.ofNullable(parameter.getAnnotation(DefaultValue.class))
                .map(given -> String.join(",", given.value()));
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }
}
