import io.himar.inference.InferenceClient;
import io.himar.inference.server.EmbeddedInferenceServer;
import io.himar.inference.stage.GraphCall;
import io.himar.inference.stage.LatentDecoder;
import io.himar.inference.stage.Pivot;
import io.himar.inference.stage.PivotStage;
import io.himar.inference.stage.RefineStage;
import io.himar.inference.stage.StageInput;
import io.himar.inference.stage.StageListener;
import io.himar.model.ModelConfig;
import io.himar.model.sampling.ImageDraws;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A picture and what it was made of, as the services make it.
 *
 * @param condition condition tokens
 * @param low stage-1 tokens
 * @param dense stage-2 tokens
 */
record Picture(float[] condition, float[] low, float[] dense, byte[] rgb) {

    /** Picture i is of class {@code i mod classes} and of seed i, with the model's default sampling. */
    static List<Picture> all(Path repository, ModelConfig model, int count) throws Exception {
        List<Picture> pictures = new ArrayList<>();
        try (EmbeddedInferenceServer server = EmbeddedInferenceServer.start(repository);
                InferenceClient client = InferenceClient.connect(server.address())) {
            GraphCall graphs = GraphCall.on(client, Duration.ofMinutes(1));
            for (int i = 0; i < count; i++) {
                pictures.add(one(graphs, model, i % model.classes(), i));
            }
        }
        return pictures;
    }

    private static Picture one(GraphCall graphs, ModelConfig model, int classId, long seed) {
        ImageDraws draws = ImageDraws.seeded(seed);
        Pivot pivot = new PivotStage(graphs, model)
                .run(new StageInput(classId, draws, model.sampling().pivot()), StageListener.NONE);
        float[] dense = new RefineStage(graphs, model)
                .run(
                        pivot.condition(),
                        new StageInput(classId, draws, model.sampling().refine()),
                        StageListener.NONE);
        return new Picture(
                pivot.condition(),
                pivot.tokens(),
                dense,
                new LatentDecoder(graphs, model).image(dense).rgb());
    }
}
