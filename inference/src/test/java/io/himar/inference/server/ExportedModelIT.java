package io.himar.inference.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.inference.InferenceClient;
import io.himar.inference.ModelUsage;
import io.himar.inference.stage.GraphCall;
import io.himar.inference.stage.StageInput;
import io.himar.model.AutoencoderParameters;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.onnx.BatchingPolicy;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.onnx.Precision;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the exporter writes, served and run through both stages: an untrained model, for only agreement matters. */
class ExportedModelIT {
    private static final int IMAGES = 6;
    private static final Offset<Float> ROUNDING = Offset.offset(1e-3f);

    @TempDir
    Path folder;

    @Test
    void an_image_is_the_same_alone_and_in_company() throws Exception {
        ModelConfig config = export(folder.resolve("repository"));
        try (ServerUnderTest server = ServerUnderTest.serve(folder.resolve("repository"));
                var client = InferenceClient.connect(server.address())) {
            GraphCall graphs = GraphCall.on(client, Duration.ofSeconds(60));
            LongFunction<DrawnImage> generate = seed -> DrawnImage.draw(graphs, config, seed);

            List<DrawnImage> alone =
                    LongStream.range(0, IMAGES).mapToObj(generate).toList();
            assertThat(largestBatch(client)).isEqualTo(1);
            List<DrawnImage> together = together(generate);
            assertThat(largestBatch(client)).isGreaterThan(1);

            for (int i = 0; i < IMAGES; i++) {
                assertThat(together.get(i).preview())
                        .containsExactly(alone.get(i).preview(), ROUNDING);
                assertThat(together.get(i).tokens())
                        .containsExactly(alone.get(i).tokens(), ROUNDING);
                assertThat(together.get(i).pixels()).hasSameSizeAs(alone.get(i).pixels());
            }
            assertThat(alone.get(0).tokens()).doesNotContain(Float.NaN);
            assertThat(alone.get(0).tokens()).isNotEqualTo(alone.get(1).tokens());
        }
    }

    private static List<DrawnImage> together(LongFunction<DrawnImage> generate) throws Exception {
        ExecutorService workers = Executors.newFixedThreadPool(IMAGES);
        try {
            List<Future<DrawnImage>> running = LongStream.range(0, IMAGES)
                    .mapToObj(seed -> workers.submit(() -> generate.apply(seed)))
                    .toList();
            List<DrawnImage> images = new ArrayList<>();
            for (Future<DrawnImage> image : running) {
                images.add(image.get());
            }
            return images;
        } finally {
            workers.shutdownNow();
        }
    }

    private static long largestBatch(InferenceClient client) {
        return client.usage().stream()
                .map(ModelUsage::executionsByBatchSize)
                .flatMap(sizes -> sizes.keySet().stream())
                .mapToLong(Long::longValue)
                .max()
                .orElseThrow();
    }

    private ModelConfig export(Path repository) throws IOException {
        Path model = Files.createDirectories(folder.resolve("model"));
        try (InputStream small = StageInput.class.getResourceAsStream("small.json")) {
            Files.copy(small, model.resolve(ModelExporter.CONFIG_FILE));
        }
        ModelConfig config = ModelConfig.read(model.resolve(ModelExporter.CONFIG_FILE));
        write(model.resolve(ModelExporter.NETWORK_FILE), HiMarParameters.of(config));
        write(model.resolve(ModelExporter.AUTOENCODER_FILE), AutoencoderParameters.of(config.vae()));
        ModelExporter.export(model, repository, Precision.FP32, new BatchingPolicy(IMAGES, Duration.ofMillis(20), 64));
        return config;
    }

    private static void write(Path file, List<ParameterSpec> parameters) throws IOException {
        Random random = new Random(7);
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (ParameterSpec parameter : parameters) {
            float[] values = new float[Math.toIntExact(parameter.entries())];
            for (int i = 0; i < values.length; i++) {
                values[i] = 0.1f * (float) random.nextGaussian();
            }
            long[] shape = parameter.shape().stream().mapToLong(Long::longValue).toArray();
            tensors.put(parameter.name(), TensorData.floats(values, shape));
        }
        SafetensorsWriter.write(file, tensors, Map.of());
    }
}
