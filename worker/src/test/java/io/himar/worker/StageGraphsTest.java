package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.inference.DataType;
import io.himar.inference.InferenceException;
import io.himar.inference.ModelMetadata;
import io.himar.inference.stage.StageGraph;
import io.himar.model.catalog.ModelCatalog;
import io.himar.model.catalog.ModelEntry;
import io.himar.worker.bench.WorkerBench;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StageGraphsTest {
    private final List<String> asked = new ArrayList<>();
    private ModelEntry tiny;

    @BeforeEach
    void read(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("tiny.json"), WorkerBench.tinyModel());
        tiny = new ModelEntry(ModelCatalog.read(directory).find("tiny").orElseThrow(), "v1");
    }

    @Test
    void graphs_as_they_are_exported_now_take_all_that_there_is() {
        assertThat(graphs(-1, -1).of(tiny, "pivot")).isEqualTo(StageGraph.CURRENT);
    }

    @Test
    void graphs_of_earlier_versions_take_less() {
        assertThat(graphs(-1, 11).of(tiny, "pivot")).isEqualTo(new StageGraph(true, 11));
        assertThat(graphs(3, 11).of(tiny, "pivot")).isEqualTo(new StageGraph(false, 11));
    }

    @Test
    void the_server_is_asked_once_for_each_graph() {
        StageGraphs graphs = graphs(-1, -1);
        graphs.of(tiny, "pivot");
        graphs.of(tiny, "pivot");
        graphs.of(tiny, "refine");
        assertThat(asked).containsExactly("tiny-pivot", "tiny-refine");
    }

    @Test
    void a_server_that_does_not_say_is_at_fault_and_is_asked_again() {
        StageGraphs graphs = new StageGraphs((graph, version) -> {
            asked.add(graph);
            throw new InferenceException(InferenceException.Code.INTERNAL, "out of order");
        });
        for (int attempt = 1; attempt <= 2; attempt++) {
            assertThatThrownBy(() -> graphs.of(tiny, "pivot"))
                    .isInstanceOf(ServerAtFaultException.class)
                    .hasMessage("out of order");
            assertThat(asked).hasSize(attempt);
        }
    }

    @Test
    void a_server_that_answers_no_such_question_is_taken_to_have_graphs_of_today() {
        StageGraphs graphs = new StageGraphs((graph, version) -> {
            throw new InferenceException(InferenceException.Code.UNIMPLEMENTED, "no such call");
        });
        assertThat(graphs.of(tiny, "refine")).isEqualTo(StageGraph.CURRENT);
    }

    /** A server whose graphs have these axes, -1 where any size is accepted. */
    private StageGraphs graphs(long positions, long columns) {
        return new StageGraphs((graph, version) -> {
            asked.add(graph);
            return new ModelMetadata(
                    graph,
                    List.of("1"),
                    "onnxruntime_onnx",
                    List.of(
                            new ModelMetadata.Tensor("predict", DataType.INT64, List.of(-1L, positions)),
                            new ModelMetadata.Tensor("sampler", DataType.FP32, List.of(-1L, -1L, columns))),
                    List.of());
        });
    }
}
