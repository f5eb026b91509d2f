package io.himar.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What runs beside the build: tests in containers, and a look for vulnerabilities that are known. */
class WorkflowsTest {
    private static final Path WORKFLOWS = Project.ROOT.resolve(".github/workflows");
    private static final Pattern SERVERS = Pattern.compile(
            "<artifactId>himar-embedded</artifactId>\\s*<version>[^<]*</version>\\s*<type>test-jar</type>");

    @Test
    void every_module_whose_tests_use_servers_is_tested_against_those_in_containers() throws Exception {
        String modules = YamlNode.read(WORKFLOWS.resolve("containers.yml"))
                .at("jobs", "tests", "env", "MODULES")
                .text();

        assertThat(modules.split(",")).containsExactlyInAnyOrderElementsOf(usersOfServers());
    }

    @Test
    void what_is_scanned_is_the_bill_of_materials_that_a_release_has() {
        String workflow = Project.read(".github/workflows/dependencies.yml");

        assertThat(workflow).contains("-Prelease", "--lockfile=target/bom.json", "--config=osv-scanner.toml");
        assertThat(Project.read(".github/workflows/release.yml")).contains("-Prelease", "cp target/bom.json");
    }

    @Test
    void each_vulnerability_that_is_let_pass_has_a_reason_and_a_day_on_which_it_is_looked_at_again() {
        Stream.of(Project.read("osv-scanner.toml").split("(?m)^\\[\\["))
                .skip(1)
                .forEach(entry -> assertThat(entry)
                        .startsWith("IgnoredVulns]]")
                        .containsPattern("(?m)^id = \"[\\w-]+\"$")
                        .containsPattern("(?m)^ignoreUntil = \\d{4}-\\d{2}-\\d{2}$")
                        .containsPattern("(?m)^reason = \"[^\"]{20,}\"$"));
    }

    private static List<String> usersOfServers() throws Exception {
        try (Stream<Path> folders = Files.list(Project.ROOT)) {
            return folders.filter(folder -> Files.exists(folder.resolve("pom.xml")))
                    .map(folder -> folder.getFileName().toString())
                    .filter(module ->
                            SERVERS.matcher(Project.read(module + "/pom.xml")).find())
                    .toList();
        }
    }
}
