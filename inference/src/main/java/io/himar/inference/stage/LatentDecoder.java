package io.himar.inference.stage;

import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.model.ModelConfig;
import java.util.List;

/**
 * Decodes latent tokens into a picture over the graph {@code NAME-decode}: the low-resolution ones too, as a preview.
 */
public final class LatentDecoder {
    private final GraphCall graphs;
    private final ModelConfig model;

    public LatentDecoder(GraphCall graphs, ModelConfig model) {
        this.graphs = graphs;
        this.model = model;
    }

    /** Decodes the low-resolution tokens of stage 1, row-major {@code [Ns, C]}. */
    public RgbImage preview(float[] tokens) {
        return decode(tokens, model.lowSide());
    }

    /** Decodes the dense tokens of stage 2, row-major {@code [Nl, C]}. */
    public RgbImage image(float[] tokens) {
        return decode(tokens, model.denseSide());
    }

    private RgbImage decode(float[] tokens, int side) {
        int channels = model.channels();
        if (tokens.length != side * side * channels) {
            throw new IllegalArgumentException("tokens.length: " + tokens.length + " (expected: "
                    + side * side * channels + ", " + side + " x " + side + " tokens of " + channels + " channels)");
        }
        InferenceTensor image = graphs.call(new InferenceRequest(
                        model.name() + "-decode",
                        List.of(InferenceTensor.floats(
                                "latent", channelFirst(tokens, side * side), 1, channels, side, side)),
                        List.of("image")))
                .get("image");
        return new RgbImage((int) image.shape()[2], (int) image.shape()[1], image.bytes());
    }

    /** {@code [positions, C]} to {@code [C, positions]}. */
    private float[] channelFirst(float[] tokens, int positions) {
        int channels = model.channels();
        float[] latent = new float[tokens.length];
        for (int position = 0; position < positions; position++) {
            for (int channel = 0; channel < channels; channel++) {
                latent[channel * positions + position] = tokens[position * channels + channel];
            }
        }
        return latent;
    }
}
