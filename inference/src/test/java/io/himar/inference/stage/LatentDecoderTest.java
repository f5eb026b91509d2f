package io.himar.inference.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.inference.InferenceTensor;
import io.himar.model.ModelConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LatentDecoderTest {
    private static final ModelConfig MODEL = SmallModel.CONFIG;

    private final RecordingGraphs graphs = new RecordingGraphs(inputs -> {
        long[] shape = inputs.get("latent").shape();
        int height = (int) shape[2] * 4;
        int width = (int) shape[3] * 4;
        return Map.of("image", InferenceTensor.bytes("image", new byte[height * width * 3], 1, height, width, 3));
    });
    private final LatentDecoder decoder = new LatentDecoder(graphs, MODEL);

    @Test
    void tokens_are_sent_channel_first() {
        float[] tokens = new float[MODEL.lowTokens() * MODEL.channels()];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = i;
        }
        RgbImage preview = decoder.preview(tokens);
        float[] latent = graphs.calls().get(0).get("latent").floats();
        assertThat(latent).startsWith(0f, 4f, 8f).contains(1f);
        assertThat(latent[MODEL.lowTokens()]).isEqualTo(1f);
        assertThat(preview.width()).isEqualTo(16);
        assertThat(graphs.models()).containsExactly("small-decode");
    }

    @Test
    void the_number_of_tokens_must_fit_the_grid() {
        assertThatThrownBy(() -> decoder.image(new float[4]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tokens.length: 4 (expected: 256, 8 x 8 tokens of 4 channels)");
    }
}
