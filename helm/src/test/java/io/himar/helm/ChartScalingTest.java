package io.himar.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** Workers are scaled on what there is: metrics of the scheduler, or a view of the database. */
class ChartScalingTest {
    private final Release metrics = Chart.render(Project.CHART.resolve("ci/everything-values.yaml"));
    private final Release view = Chart.render(Project.CHART.resolve("ci/keda-postgres-values.yaml"));

    @Test
    void the_scheduler_has_the_metrics() {
        assertThat(Project.read("scheduler/src/main/java/io/himar/scheduler/SchedulerMetrics.java"))
                .contains("\"himar.images\"", "\"himar.model.seconds\"", "(stage, \"queued\",", "(stage, \"coming\",")
                .contains("(stage, \"handed_over\",", "(stage, \"running\",");

        assertThat(trigger(metrics, "pictures-refine-worker").at("query").text())
                .isEqualTo("sum(max by (state) (himar_model_seconds{stage=\"refine\", state!=\"running\","
                        + " namespace=\"pictures\"})) + 30 * sum(max by (state) (himar_images{stage=\"refine\","
                        + " state!=\"queued\", namespace=\"pictures\"}))");
    }

    @Test
    void the_database_has_the_view_by_its_schema() {
        assertThat(Project.read("storage/src/main/resources/io/himar/storage/migrations/V16__load_of_the_stages.sql"))
                .contains("create view stage_load", "as running", "as queued_seconds", "as coming_seconds");

        assertThat(trigger(view, "himar-pivot-worker").at("query").text())
                .isEqualTo("select queued_seconds + coming_seconds + 30 * running from himar.stage_load"
                        + " where stage = 'PIVOT'");
    }

    @Test
    void a_worker_is_asked_for_as_much_as_its_slots_do_in_the_time() {
        assertThat(trigger(metrics, "pictures-pivot-worker").at("threshold").text())
                .isEqualTo("960");
        assertThat(trigger(view, "himar-pivot-worker").at("targetQueryValue").text())
                .isEqualTo("960");
    }

    @Test
    void whoever_reads_the_view_may_be_a_user_of_its_own() {
        assertThat(trigger(view, "himar-pivot-worker").at("userName").text()).isEqualTo("scaler");
        YamlNode secret = view.object("TriggerAuthentication", "himar-database")
                .at("spec", "secretTargetRef")
                .items()
                .get(0);
        assertThat(secret.at("name").text()).isEqualTo("scaler");
        assertThat(secret.at("key").text()).isEqualTo("password");
    }

    @Test
    void the_images_for_each_replica_of_before_are_refused_with_what_to_say() {
        assertThatThrownBy(() -> Chart.render(Map.of(
                        "pivotWorker.scaling.enabled",
                        true,
                        "pivotWorker.scaling.imagesPerReplica",
                        8,
                        "keda.prometheus.serverAddress",
                        "http://prometheus:9090")))
                .hasMessageContaining("pivotWorker.scaling.imagesPerReplica")
                .hasMessageContaining("drainSeconds");
    }

    private static YamlNode trigger(Release release, String name) {
        return release.object("ScaledObject", name)
                .at("spec", "triggers")
                .items()
                .get(0)
                .at("metadata");
    }
}
