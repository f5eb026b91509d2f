package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.contracts.PivotTask;
import io.himar.contracts.TokenOrder;
import io.himar.model.ModelConfig;
import io.himar.model.StageSampling;
import io.himar.model.catalog.ModelCatalog;
import io.himar.worker.bench.Tasks;
import io.himar.worker.bench.WorkerBench;
import io.himar.worker.gate.ServedModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplingsTest {
    private ServedModels models;
    private ModelConfig tiny;

    @BeforeEach
    void read(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("tiny.json"), WorkerBench.tinyModel());
        ModelCatalog catalog = ModelCatalog.read(directory);
        models = new ServedModels(() -> catalog, (graph, version) -> true, model -> List.of());
        tiny = Samplings.model(Tasks.valid(), models).config();
    }

    @Test
    void a_model_that_this_worker_lacks_is_for_another_worker() {
        assertThat(tiny.lowTokens()).isEqualTo(16);
        PivotTask large = Tasks.valid().toBuilder().setModel("large").build();
        assertThatThrownBy(() -> Samplings.model(large, models))
                .isInstanceOf(UnsupportedTaskException.class)
                .hasMessage("model: large (expected: one of tiny)");
    }

    @Test
    void a_sampler_of_a_newer_version_is_for_another_worker() {
        PivotTask.Builder newer = Tasks.valid().toBuilder();
        newer.getRefineBuilder().setSamplerValue(99);
        assertThatThrownBy(() -> Samplings.refine(newer.build(), tiny))
                .isInstanceOf(UnsupportedTaskException.class)
                .hasMessage("refine.sampler: number 99 (expected: one that this version of the worker knows)");
        assertThat(Samplings.pivot(newer.build(), tiny).steps())
                .as("stage 1 does not need it")
                .isEqualTo(8);
    }

    @Test
    void what_a_task_leaves_out_is_read_and_nothing_where_it_does_not_say() {
        assertThat(Samplings.pivot(Tasks.valid(), tiny).exact()).isTrue();
        PivotTask.Builder falling = Tasks.valid().toBuilder();
        falling.getRefineBuilder()
                .setLastDenoisingSteps(2)
                .setUnguidedBelow(1.25f)
                .setOrder(TokenOrder.CHECKERBOARD)
                .setGuidanceRefresh(3);
        StageSampling refine = Samplings.refine(falling.build(), tiny);
        assertThat(refine.lastDenoisingSteps()).isEqualTo(2);
        assertThat(refine.unguidedBelow()).isEqualTo(1.25f);
        assertThat(refine.order()).isEqualTo(io.himar.model.sampling.TokenOrder.CHECKERBOARD);
        assertThat(refine.guidanceRefresh()).isEqualTo(3);
    }

    @Test
    void an_order_of_a_newer_version_is_for_another_worker() {
        PivotTask.Builder newer = Tasks.valid().toBuilder();
        newer.getPivotBuilder().setOrderValue(99);
        assertThatThrownBy(() -> Samplings.pivot(newer.build(), tiny))
                .isInstanceOf(UnsupportedTaskException.class)
                .hasMessage("pivot.order: number 99 (expected: one that this version of the worker knows)");
    }

    @Test
    void more_steps_than_tokens_are_for_no_worker() {
        PivotTask.Builder long17 = Tasks.valid().toBuilder();
        long17.getPivotBuilder().setSteps(17);
        assertThatThrownBy(() -> Samplings.pivot(long17.build(), tiny))
                .isInstanceOf(InvalidTaskException.class)
                .hasMessageStartingWith("pivot: ");
    }
}
