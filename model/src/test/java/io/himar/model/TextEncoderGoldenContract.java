package io.himar.model;

import static io.himar.model.GoldenArrays.assertClose;

import io.himar.model.BackEnd.Computation;
import io.himar.model.text.CaptionTokens;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every back end must do: agree with the reference implementation of CLIP's text model. */
public interface TextEncoderGoldenContract {

    /** The hidden states are about 1, and 3 at most. */
    double TOLERANCE = 2e-5;

    /** Runs a computation on the golden text model's weights; returns its outputs, row-major. */
    List<float[]> onTextEncoder(List<NetworkInput> inputs, Computation computation);

    @Test
    default void last_hidden_states_are_those_of_the_reference_at_every_position() {
        long[] ids = ClipGolden.paddedIds();
        assertClose(hidden(ids), ClipGolden.hiddenStates(), TOLERANCE);
        int length = ClipGolden.config().contextLength();
        float[] last = hidden(Arrays.copyOfRange(ids, ids.length - length, ids.length));
        float[] all = ClipGolden.hiddenStates();
        assertClose(last, Arrays.copyOfRange(all, all.length - last.length, all.length), TOLERANCE);
    }

    @Test
    default void what_a_caption_is_padded_with_changes_nothing_of_the_caption() {
        TextEncoderConfig config = ClipGolden.config();
        List<ClipGolden.Caption> captions = ClipGolden.captions();
        float[] reference = ClipGolden.hiddenStates();
        int each = config.contextLength() * config.width();
        for (int i = 0; i < 2; i++) {
            List<Long> tokens = captions.get(i).ids();
            float[] hidden = hidden(new CaptionTokens(tokens, List.of()).padded(config.contextLength()));
            int own = tokens.size() * config.width();
            assertClose(Arrays.copyOf(hidden, own), Arrays.copyOfRange(reference, i * each, i * each + own), TOLERANCE);
        }
    }

    private float[] hidden(long[] ids) {
        TextEncoderConfig config = ClipGolden.config();
        NetworkInput input = NetworkInput.longs(ids, ids.length / config.contextLength(), config.contextLength());
        return onTextEncoder(
                        List.of(input),
                        (ops, parameters, in) -> List.of(new TextEncoder(ops, parameters, config).forward(in.get(0))))
                .get(0);
    }
}
