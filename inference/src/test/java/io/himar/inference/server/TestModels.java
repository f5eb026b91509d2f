package io.himar.inference.server;

import static io.himar.inference.server.TestGraph.BOOL;
import static io.himar.inference.server.TestGraph.FLOAT;
import static io.himar.inference.server.TestGraph.INT64;
import static io.himar.inference.server.TestGraph.UINT8;
import static io.himar.inference.server.TestGraph.attribute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Model repositories for tests: each method adds one model. */
record TestModels(Path root) {
    private static final String TYPED_CONFIG = """
            name: "typed"
            platform: "onnxruntime_onnx"
            max_batch_size: 8
            input [
              { name: "x" data_type: TYPE_FP32 dims: [ 3 ] },
              { name: "known" data_type: TYPE_BOOL dims: [ 3 ] },
              { name: "class_id" data_type: TYPE_INT64 dims: [ 1 ] }
            ]
            output [
              { name: "product" data_type: TYPE_FP32 dims: [ 2 ] },
              { name: "unknown" data_type: TYPE_BOOL dims: [ 3 ] },
              { name: "twice" data_type: TYPE_INT64 dims: [ 1 ] },
              { name: "pixels" data_type: TYPE_UINT8 dims: [ 3 ] }
            ]
            dynamic_batching { }
            """;

    /**
     * All element types: product = x W (3 to 2), unknown = not known, twice = class_id + class_id, pixels = x as bytes.
     */
    static TestGraph typed() {
        return new TestGraph()
                .input("x", FLOAT, -1, 3)
                .input("known", BOOL, -1, 3)
                .input("class_id", INT64, -1, 1)
                .weights("W", new float[] {0.25f, 1, 0.5f, 2, 0.75f, 3}, 3, 2)
                .node("MatMul", List.of("x", "W"), List.of("product"))
                .node("Not", List.of("known"), List.of("unknown"))
                .node("Add", List.of("class_id", "class_id"), List.of("twice"))
                .node("Cast", List.of("x"), List.of("pixels"), attribute("to", UINT8))
                .output("product", FLOAT, -1, 2)
                .output("unknown", BOOL, -1, 3)
                .output("twice", INT64, -1, 1)
                .output("pixels", UINT8, -1, 3);
    }

    TestModels addTyped() throws IOException {
        return add("typed", TYPED_CONFIG, typed());
    }

    /** y = x x, of any width, at most four rows, with the batching given. */
    TestModels addSquare(String name, String batching) throws IOException {
        String config = """
                backend: "onnxruntime"
                max_batch_size: 4
                input { name: "x" data_type: TYPE_FP32 dims: -1 }
                output { name: "y" data_type: TYPE_FP32 dims: -1 }
                instance_group { count: 1 kind: KIND_CPU }
                optimization { graph { level: 1 } }
                parameters { key: "intra_op_thread_count" value: { string_value: "1" } }
                %s
                """;
        TestGraph graph = new TestGraph()
                .input("x", FLOAT, -1, -1)
                .node("Mul", List.of("x", "x"), List.of("y"))
                .output("y", FLOAT, -1, -1);
        return add(name, config.formatted(batching), graph);
    }

    /** Another version of a model of {@link #addSquare}: y = x + x. */
    TestModels addDoubling(String name, String version) throws IOException {
        TestGraph graph = new TestGraph()
                .input("x", FLOAT, -1, -1)
                .node("Add", List.of("x", "x"), List.of("y"))
                .output("y", FLOAT, -1, -1);
        Path folder = Files.createDirectories(root.resolve(name).resolve(version));
        Files.write(folder.resolve("model.onnx"), graph.bytes());
        return this;
    }

    /** y = table[index]; an index over 3 fails the run. Waits for a full batch of two. */
    TestModels addLookup() throws IOException {
        String config = """
                platform: "onnxruntime_onnx"
                max_batch_size: 2
                input { name: "index" data_type: TYPE_INT64 dims: 1 }
                output { name: "y" data_type: TYPE_FP32 dims: 1 }
                dynamic_batching { max_queue_delay_microseconds: 60000000 }
                """;
        TestGraph graph = new TestGraph()
                .input("index", INT64, -1, 1)
                .weights("table", new float[] {0, 10, 20, 30}, 4)
                .node("Gather", List.of("table", "index"), List.of("y"))
                .output("y", FLOAT, -1, 1);
        return add("lookup", config, graph);
    }

    /** y = cos(cos(... x)), as many times as asked: about a millisecond each for a million values. No batch axis. */
    TestModels addSlow() throws IOException {
        String config = """
                platform: "onnxruntime_onnx"
                input [
                  { name: "x" data_type: TYPE_FP32 dims: -1 },
                  { name: "times" data_type: TYPE_INT64 dims: 1 }
                ]
                output { name: "y" data_type: TYPE_FP32 dims: -1 }
                """;
        TestGraph body = new TestGraph()
                .input("i", INT64)
                .input("on_in", BOOL)
                .input("x_in", FLOAT, -1)
                .node("Identity", List.of("on_in"), List.of("on_out"))
                .node("Cos", List.of("x_in"), List.of("x_out"))
                .output("on_out", BOOL)
                .output("x_out", FLOAT, -1);
        TestGraph graph = new TestGraph()
                .input("x", FLOAT, -1)
                .input("times", INT64, 1)
                .node("Loop", List.of("times", "", "x"), List.of("y"), attribute("body", body))
                .output("y", FLOAT, -1);
        return add("slow", config, graph);
    }

    TestModels add(String name, String config, TestGraph graph) throws IOException {
        Path version = Files.createDirectories(root.resolve(name).resolve("1"));
        Files.writeString(root.resolve(name).resolve("config.pbtxt"), config);
        Files.write(version.resolve("model.onnx"), graph.bytes());
        return this;
    }
}
