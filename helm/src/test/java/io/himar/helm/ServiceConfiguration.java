package io.himar.helm;

import io.himar.gateway.GatewayApplication;
import io.himar.pivot.PivotWorker;
import io.himar.refine.RefineWorker;
import io.himar.scheduler.SchedulerApplication;
import io.himar.service.ServiceLaunch;
import io.himar.service.settings.DeclaredSettings;
import io.himar.service.settings.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** What a service really reads: the settings that its records declare, and the keys of its configuration files. */
record ServiceConfiguration(String name, List<Setting> settings, Set<String> keys, int port) {
    private static final Map<String, ServiceConfiguration> READ = Stream.of(
                    GatewayApplication.LAUNCH, SchedulerApplication.LAUNCH, PivotWorker.LAUNCH, RefineWorker.LAUNCH)
            .map(ServiceConfiguration::read)
            .collect(Collectors.toMap(ServiceConfiguration::name, Function.identity()));

    static ServiceConfiguration of(String service) {
        return READ.get(service);
    }

    static List<Setting> settingsOfAll() {
        return READ.values().stream()
                .flatMap(configuration -> configuration.settings.stream())
                .toList();
    }

    private static ServiceConfiguration read(ServiceLaunch launch) {
        Set<String> keys = new TreeSet<>();
        launch.files().forEach(file -> keys.addAll(yaml(launch, file).leaves().keySet()));
        return new ServiceConfiguration(
                launch.name(),
                DeclaredSettings.of(launch.application()),
                keys,
                yaml(launch, launch.name()).at("server", "port").number());
    }

    private static YamlNode yaml(ServiceLaunch launch, String file) {
        String resource = "/" + file + ".yml";
        try (InputStream text = launch.application().getResourceAsStream(resource)) {
            return new YamlNode(file, new Yaml().load(Objects.requireNonNull(text, resource)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The setting that an environment variable sets, if it is one of a record. */
    Optional<Setting> setting(String variable) {
        return settings.stream()
                .filter(setting -> variables(setting.name()).contains(variable))
                .findFirst();
    }

    boolean has(String property) {
        return settings.stream().anyMatch(setting -> setting.name().equals(property));
    }

    /**
     * Whether an environment variable is read: as a setting of a record, or, where it is none of ours, as a key of a
     * configuration file.
     */
    boolean reads(String variable) {
        return setting(variable).isPresent()
                || keys.stream()
                        .filter(key -> !key.startsWith("himar."))
                        .anyMatch(key -> variables(key).contains(variable));
    }

    /** The names of the environment variables by which Spring's relaxed binding sets a property. */
    static Set<String> variables(String property) {
        String upper = property.toUpperCase(Locale.ROOT).replace('.', '_');
        return new TreeSet<>(List.of(upper.replace("-", ""), upper.replace("-", "_")));
    }
}
