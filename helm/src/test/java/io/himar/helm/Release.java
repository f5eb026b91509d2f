package io.himar.helm;

import java.util.HashMap;
import java.util.List;
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

    /** The settings of a service that it takes from Secrets. */
    Map<String, YamlNode> secrets(String service) {
        Map<String, YamlNode> secrets = new HashMap<>();
        container(service).at("env").items().stream()
                .filter(variable -> variable.at("valueFrom", "secretKeyRef").exists())
                .forEach(variable -> secrets.put(variable.at("name").text(), variable.at("valueFrom", "secretKeyRef")));
        return secrets;
    }
}
