package io.himar.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A version stands in one place, the root pom; what cannot read it there has the same. */
class ReleaseWorkflowTest {
    private static final String VERSION = version();

    @Test
    void the_chart_and_the_compose_file_have_the_version_of_the_project() {
        YamlNode chart = YamlNode.read(Project.CHART.resolve("Chart.yaml"));

        assertThat(chart.at("version").text()).isEqualTo(VERSION);
        assertThat(chart.at("appVersion").text()).isEqualTo(VERSION);
        assertThat(Project.read("docker-compose.yml")).contains("gateway:${HIMAR_VERSION:-" + VERSION + "}");
        assertThat(Project.read(".env.example")).contains("HIMAR_VERSION=" + VERSION + "\n");
        assertThat(Project.read("CHANGELOG.md")).contains("\n## " + VERSION);
    }

    @Test
    void a_release_has_every_image_that_the_chart_asks_for_and_a_bill_of_materials() {
        YamlNode workflow = YamlNode.read(Project.ROOT.resolve(".github/workflows/release.yml"));
        List<String> targets = List.of(workflow.at("env", "TARGETS").text().split(" "));

        assertThat(targets).containsAll(Project.SERVICES).contains("models");
        assertThat(Project.imageTargets()).containsAll(targets);
        assertThat(Project.read("helm/himar/values.yaml")).contains("\n  prefix: himar\n");
        assertThat(Project.read("pom.xml"))
                .contains("<id>release</id>", "<artifactId>cyclonedx-maven-plugin</artifactId>");
    }

    private static String version() {
        Matcher version = Pattern.compile("<artifactId>himar</artifactId>\\s*<version>([^<]+?)(-SNAPSHOT)?</version>")
                .matcher(Project.read("pom.xml"));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }
}
