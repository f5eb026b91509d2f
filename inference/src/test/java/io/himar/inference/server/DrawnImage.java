package io.himar.inference.server;

import io.himar.inference.stage.GraphCall;
import io.himar.inference.stage.LatentDecoder;
import io.himar.inference.stage.Pivot;
import io.himar.inference.stage.PivotStage;
import io.himar.inference.stage.RefineStage;
import io.himar.inference.stage.StageInput;
import io.himar.inference.stage.StageListener;
import io.himar.model.ModelConfig;
import io.himar.model.sampling.ImageDraws;

/**
 * What both stages make of a seed.
 *
 * @param preview tokens of the low resolution
 * @param tokens of the picture
 * @param pixels the picture, three bytes each
 */
record DrawnImage(float[] preview, float[] tokens, byte[] pixels) {
    /** Draws with the model's own settings; the class is that of the seed's number. */
    static DrawnImage draw(GraphCall graphs, ModelConfig config, long seed) {
        ImageDraws draws = ImageDraws.seeded(seed);
        int classId = (int) seed % config.classes();
        Pivot pivot = new PivotStage(graphs, config)
                .run(new StageInput(classId, draws, config.sampling().pivot()), StageListener.NONE);
        float[] tokens = new RefineStage(graphs, config)
                .run(
                        pivot.condition(),
                        new StageInput(classId, draws, config.sampling().refine()),
                        StageListener.NONE);
        return new DrawnImage(
                pivot.tokens(),
                tokens,
                new LatentDecoder(graphs, config).image(tokens).rgb());
    }
}
