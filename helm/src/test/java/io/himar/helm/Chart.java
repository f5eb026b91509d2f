package io.himar.helm;

import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import com.marcnuri.helm.TemplateCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.yaml.snakeyaml.Yaml;

/** The chart, rendered as Helm does it. */
final class Chart {
    static final String NAMESPACE = "pictures";

    /** The oldest that everything in the chart works with; the library's own is older than the chart takes. */
    private static final String KUBERNETES = "v1.30.0";

    private static final Map<Path, Release> RENDERED = new ConcurrentHashMap<>();

    private Chart() {}

    /** The sets of values that the chart is tested with: its defaults (an empty set), the example, the files in ci/. */
    static List<Path> valueSets() {
        try (Stream<Path> files = Files.list(Project.CHART.resolve("ci"));
                Stream<Path> defaults = Stream.of(
                        Path.of("src/test/resources/no-values.yaml"),
                        Project.CHART.resolve("values-production.yaml"))) {
            return Stream.concat(defaults, files.sorted()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Release render(Path values) {
        return RENDERED.computeIfAbsent(values, file -> release(template().withValuesFile(file)));
    }

    /** Rendered with single values, as with --set. */
    static Release render(Map<String, Object> values) {
        return release(template(values));
    }

    /** The same for a cluster of this version of Kubernetes. */
    static Release render(String kubernetes, Map<String, Object> values) {
        return release(template(values).withKubeVersion(kubernetes));
    }

    private static TemplateCommand template(Map<String, Object> values) {
        TemplateCommand template = template();
        values.forEach(template::set);
        return template;
    }

    private static TemplateCommand template() {
        return new Helm(Project.CHART)
                .template()
                .withName("himar")
                .withNamespace(NAMESPACE)
                .withKubeVersion(KUBERNETES);
    }

    private static Release release(TemplateCommand template) {
        String text = template.call();
        return new Release(text, YamlNode.documents(text));
    }

    /** The linter takes no values, so it gets a chart of which they are the defaults. */
    static LintResult lint(Path values, Path copy) throws IOException {
        try (Stream<Path> files = Files.walk(Project.CHART)) {
            for (Path file : files.toList()) {
                Path target = copy.resolve(Project.CHART.relativize(file));
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
        Map<String, Object> merged = merge(YamlNode.read(Project.CHART.resolve("values.yaml")), YamlNode.read(values));
        Files.writeString(copy.resolve("values.yaml"), new Yaml().dump(merged));
        return new Helm(copy).lint().strict().call();
    }

    private static Map<String, Object> merge(YamlNode base, YamlNode over) {
        Map<String, Object> merged = new LinkedHashMap<>();
        base.fields().forEach((key, node) -> merged.put(key, node.value()));
        over.fields().forEach((key, node) -> {
            boolean both = node.value() instanceof Map && base.at(key).value() instanceof Map;
            merged.put(key, both ? merge(base.at(key), node) : node.value());
        });
        return merged;
    }
}
