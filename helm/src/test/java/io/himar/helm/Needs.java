package io.himar.helm;

import io.himar.service.settings.Setting;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** What a deployment has to tell a service, because no default can be right. */
final class Needs {
    private static final List<String> PROPERTIES = List.of(
            "himar.database.url",
            "himar.database.username",
            "himar.database.password",
            "himar.kafka.bootstrap-servers",
            "himar.admin.key",
            "himar.objects.endpoint",
            "himar.objects.access-key",
            "himar.objects.secret-key",
            "himar.inference.address",
            "himar.models.directory");

    private Needs() {}

    /** The properties that a service reads, has to be told, and is not told by these environment variables. */
    static List<String> missing(String service, Collection<String> variables) {
        ServiceConfiguration configuration = ServiceConfiguration.of(service);
        return PROPERTIES.stream()
                .filter(configuration::has)
                .filter(property -> Collections.disjoint(ServiceConfiguration.variables(property), variables))
                .toList();
    }

    /** Whether a setting's value is the address of another part, which each deployment names itself. */
    static boolean isAddress(Setting setting) {
        return PROPERTIES.contains(setting.name()) || setting.name().equals("himar.objects.public-endpoint");
    }

    static boolean isSecret(String variable) {
        return ServiceConfiguration.settingsOfAll().stream()
                .filter(Setting::secret)
                .anyMatch(setting ->
                        ServiceConfiguration.variables(setting.name()).contains(variable));
    }
}
