package io.himar.standalone;

import io.himar.inference.server.GraphThreads;
import io.himar.model.onnx.Precision;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * What a suite is started with.
 *
 * @param data directory of everything that it keeps, created if missing
 * @param weights folders of the models to serve, each of {@code config.json}, {@code model.safetensors},
 *     {@code vae.safetensors}
 * @param precision what the models are exported in
 * @param threads that one run of a graph may use
 * @param port TCP port of the gateway, 0 for any free one
 */
public record SuiteOptions(
        Path data, List<Path> weights, Precision precision, int threads, int port, Exposure exposure) {
    /** A suite that this machine alone reaches. */
    public SuiteOptions(Path data, List<Path> weights, Precision precision, int port) {
        this(data, weights, precision, GraphThreads.ofThisMachine(), port, Exposure.LOCAL);
    }

    public SuiteOptions {
        data = Objects.requireNonNull(data, "data").toAbsolutePath().normalize();
        weights = weights.stream()
                .map(folder -> folder.toAbsolutePath().normalize())
                .distinct()
                .toList();
        Objects.requireNonNull(precision, "precision");
        Objects.requireNonNull(exposure, "exposure");
        if (weights.isEmpty()) {
            throw new SuiteException("weights: none (expected: the folder of at least one model).");
        }
        if (threads < 1) {
            throw new SuiteException("threads: " + threads + " (expected: >= 1).");
        }
        if (port < 0 || port > 65535) {
            throw new SuiteException("port: " + port + " (expected: 0 to 65535, 0 = any free).");
        }
    }
}
