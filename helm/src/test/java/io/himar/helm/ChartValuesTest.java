package io.himar.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong values are refused with their name, and right ones are documented. */
class ChartValuesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            triton.mode                       | beside                    | mode
            triton.gpus                       | -1                        | gpus
            pivotWorker.replicas              | many                      | replicas
            pivotWorker.concurrency           | 0                         | concurrency
            refineWorker.concurency           | 4                         | concurency
            gatway.replicas                   | 2                         | gatway
            database.url                      | postgres:5432/himar       | url
            kafka.bootstrapServers            | kafka                     | bootstrapServers
            objects.endpoint                  | s3.example.com            | endpoint
            objects.endpoint                  | http://s3.example.com/path | endpoint
            objects.bucket                    | My_Bucket                 | bucket
            objects.urlValidity               | soon                      | urlValidity
            inference.requestTimeout          | 60                        | requestTimeout
            gateway.service.port              | 70000                     | port
            gateway.scaling.enabled           | 1                         | enabled
            keda.trigger                      | kafka                     | trigger
            image.pullPolicy                  | Sometimes                 | pullPolicy
            image.digests.gateway             | 1.2.3                     | gateway
            objects.credentials               | static                    | credentials
            kafka.bootstrapServers            | [fd00::1]                 | bootstrapServers
            kafka.prefix                      | media/himar               | prefix
            kafka.prefix                      | himar.                    | prefix
            pivotWorker.scaling.drainSeconds  | 0                         | drainSeconds
            scheduler.podDisruptionBudget.maxUnavailable | some           | maxUnavailable
            """)
    void a_wrong_value_is_refused_with_its_name(String name, String value, String named) {
        Object typed = value.matches("-?\\d+") ? (Object) Integer.valueOf(value) : value;

        assertThatThrownBy(() -> Chart.render(Map.of(name, typed)))
                .hasMessageContaining("schema")
                .hasMessageContaining(named);
    }

    @Test
    void values_that_need_each_other_are_refused_alone() {
        assertThatThrownBy(() -> Chart.render(Map.of("triton.mode", "external")))
                .hasMessageContaining("address");
        assertThatThrownBy(() -> Chart.render(Map.of("ingress.enabled", true))).hasMessageContaining("host");
        assertThatThrownBy(() -> Chart.render(Map.of("objects.secretKey", "s"))).hasMessageContaining("accessKey");
        assertThatThrownBy(() -> Chart.render(Map.of("objects.accessKey", "a"))).hasMessageContaining("accessKey");
        assertThatThrownBy(() -> Chart.render(Map.of("migrations.job", true))).hasMessageContaining("existingSecret");
        assertThatThrownBy(() -> Chart.render(Map.of("pivotWorker.scaling.enabled", true)))
                .hasMessageContaining("serverAddress");
        assertThatThrownBy(
                        () -> Chart.render(Map.of("refineWorker.scaling.enabled", true, "keda.trigger", "postgresql")))
                .hasMessageContaining("host");
    }

    @Test
    void every_value_stands_in_the_readme_and_every_value_of_the_readme_exists() {
        String readme = Project.read(Project.CHART.resolve("README.md"));
        Set<String> leaves =
                YamlNode.read(Project.CHART.resolve("values.yaml")).leaves().keySet();

        assertThat(leaves).allMatch(leaf -> documented(readme, leaf));
        readme.lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.substring(3, line.indexOf('`', 3)).replace("*", "gateway"))
                .forEach(row -> assertThat(leaves).anyMatch(leaf -> leaf.equals(row) || leaf.startsWith(row + ".")));
    }

    /** Named itself, or with what it belongs to, or as a value of all services. */
    private static boolean documented(String readme, String leaf) {
        String name = leaf;
        while (!readme.contains("| `" + name + "` |")) {
            if (!name.contains(".")) {
                return false;
            }
            if (readme.contains("| `*" + name.substring(name.indexOf('.')) + "` |")) {
                return true;
            }
            name = name.substring(0, name.lastIndexOf('.'));
        }
        return true;
    }
}
