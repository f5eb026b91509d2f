package io.himar.helm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a service really reads, from its sources: the keys and placeholders of its configuration file, and the
 * components of its configuration records.
 */
final class ServiceConfiguration {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([a-z][a-z0-9.-]*)(:[^}]*)?}");
    private static final Pattern PROPERTIES =
            Pattern.compile("@ConfigurationProperties\\(\"([^\"]+)\"\\)\\s*(?:public\\s+)?record\\s+\\w+\\s*\\(");

    private static final Pattern COMPONENT = Pattern.compile("(?<type>\\S+)\\s+(?<name>\\w+)\\s*$");

    private static final Map<String, ServiceConfiguration> READ = new ConcurrentHashMap<>();

    private final String name;
    private final YamlNode file;
    private final Set<String> properties = new TreeSet<>();

    private ServiceConfiguration(String name) {
        this.name = name;
        Path module = Project.ROOT.resolve(name);
        Path yml = module.resolve("src/main/resources/" + name + ".yml");
        this.file = YamlNode.read(yml);
        properties.addAll(file.leaves().keySet());
        PLACEHOLDER.matcher(Project.read(yml)).results().forEach(found -> properties.add(found.group(1)));
        readRecords(module);
        if (Project.read(module.resolve("pom.xml")).contains("<artifactId>himar-worker</artifactId>")) {
            readRecords(Project.ROOT.resolve("worker"));
        }
    }

    static ServiceConfiguration of(String service) {
        return READ.computeIfAbsent(service, ServiceConfiguration::new);
    }

    Set<String> properties() {
        return properties;
    }

    int port() {
        return file.at("server", "port").number();
    }

    /** Whether Spring's relaxed binding finds a property of this service under the name of an environment variable. */
    boolean reads(String variable) {
        return properties.stream().anyMatch(property -> variables(property).contains(variable));
    }

    /** The names of the environment variables that set a property. */
    static Set<String> variables(String property) {
        String upper = property.toUpperCase(Locale.ROOT).replace('.', '_');
        return new TreeSet<>(List.of(upper.replace("-", ""), upper.replace("-", "_")));
    }

    private void readRecords(Path module) {
        try (Stream<Path> sources = Files.walk(module.resolve("src/main/java"))) {
            sources.filter(source -> source.toString().endsWith(".java"))
                    .map(Project::read)
                    .forEach(this::readRecords);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readRecords(String source) {
        String code = source.replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*", "");
        Matcher found = PROPERTIES.matcher(code);
        while (found.find()) {
            addComponents(found.group(1), code, found.end());
        }
    }

    private void addComponents(String prefix, String code, int start) {
        for (String component : components(code, start)) {
            Matcher parts = COMPONENT.matcher(component);
            if (!parts.find()) {
                throw new AssertionError(name + ": " + component + " (expected: a record component)");
            }
            String property = prefix + "." + kebab(parts.group("name"));
            properties.add(property);
            Matcher nested = Pattern.compile("record\\s+" + Pattern.quote(parts.group("type")) + "\\s*\\(")
                    .matcher(code);
            if (nested.find()) {
                addComponents(property, code, nested.end());
            }
        }
    }

    /** The components of a record, split at the commas that are in no brackets and no text. */
    private static List<String> components(String code, int start) {
        List<String> components = new ArrayList<>();
        int depth = 0;
        int begin = start;
        for (int i = start; ; i++) {
            char c = code.charAt(i);
            if (c == ')' && depth == 0) {
                components.add(code.substring(begin, i));
                return components;
            } else if (c == ',' && depth == 0) {
                components.add(code.substring(begin, i));
                begin = i + 1;
            } else if (c == '(' || c == '<') {
                depth++;
            } else if (c == ')' || c == '>') {
                depth--;
            }
        }
    }

    private static String kebab(String camel) {
        return camel.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(Locale.ROOT);
    }

    @Override
    public String toString() {
        return name + " " + properties;
    }
}
