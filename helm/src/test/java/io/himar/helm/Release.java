package io.himar.helm;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What Helm would send to a cluster. */
record Release(String text, List<YamlNode> objects) {

    List<YamlNode> ofKind(String kind) {
        return objects.stream().filter(object -> object.at("kind").is(kind)).toList();
    }

    YamlNode object(String kind, String name) {
        return ofKind(kind).stream()
                .filter(object -> object.at("metadata", "name").is(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " " + name + " among " + names()));
    }

    private List<String> names() {
        return objects.stream()
                .map(object -> object.at("kind").text() + " "
                        + object.at("metadata", "name").text())
                .toList();
    }

    YamlNode deployment(String service) {
        return ofKind("Deployment").stream()
                .filter(object -> object.at("metadata", "labels", "app.kubernetes.io/component")
                        .is(service))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no deployment of " + service));
    }

    YamlNode pod(String service) {
        return deployment(service).at("spec", "template", "spec");
    }

    /** All containers of a service's pod; its own comes first. */
    List<YamlNode> containers(String service) {
        YamlNode pod = pod(service);
        return Stream.concat(pod.at("containers").items().stream(), pod.at("initContainers").items().stream())
                .toList();
    }

    YamlNode container(String service) {
        return containers(service).get(0);
    }

    /** The settings of a service that are no secrets. */
    Map<String, String> settings(String service) {
        Map<String, String> settings = new HashMap<>();
        for (YamlNode source : container(service).at("envFrom").items()) {
            object("ConfigMap", source.at("configMapRef", "name").text())
                    .at("data")
                    .fields()
                    .forEach((key, value) -> settings.put(key, value.text()));
        }
        return settings;
    }

    /** Where the settings of a service come from that it takes from Secrets, by their environment variables' names. */
    Map<String, SecretKey> secrets(String service) {
        Map<String, SecretKey> secrets = new HashMap<>();
        pod(service).at("volumes").items().stream()
                .filter(volume -> volume.at("name").is("secrets"))
                .flatMap(volume -> volume.at("projected", "sources").items().stream())
                .map(source -> source.at("secret"))
                .forEach(secret -> secret.at("items")
                        .items()
                        .forEach(item -> secrets.put(
                                variable(item.at("path").text()),
                                new SecretKey(
                                        secret.at("name").text(), item.at("key").text()))));
        return secrets;
    }

    /** A key of a Secret. */
    record SecretKey(String secret, String key) {}

    private static String variable(String property) {
        return property.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
    }
}
