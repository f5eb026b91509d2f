package io.himar.inference.stage;

import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.model.ModelConfig;
import io.himar.model.text.CaptionTokens;
import java.util.List;

/**
 * What the text encoder makes of a text.
 *
 * @param values row-major {@code [T, E]}; what padding has means nothing
 * @param known {@code [T]}, whether a slot holds a token of the text and no padding
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; never written to
public record TextContext(float[] values, boolean[] known) {

    /**
     * Encodes a text over the graph {@code NAME-text}.
     *
     * @throws io.himar.inference.InferenceException when the graph call fails
     */
    public static TextContext of(CaptionTokens tokens, ModelConfig model, GraphCall graphs) {
        int length = model.text().contextLength();
        InferenceTensor ids = InferenceTensor.longs("ids", tokens.padded(length), 1, length);
        String output = "context";
        float[] values = graphs.call(new InferenceRequest(model.name() + "-text", List.of(ids), List.of(output)))
                .get(output)
                .floats();
        return new TextContext(values, tokens.known(length));
    }
}
