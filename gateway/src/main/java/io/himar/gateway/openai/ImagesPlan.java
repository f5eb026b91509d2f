package io.himar.gateway.openai;

import io.himar.gateway.generation.GenerationRequest;
import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;

/**
 * A request that was checked.
 *
 * @param partial whether the preview is wanted in the stream
 * @param urls whether pictures are wanted as URLs, not as bytes
 * @param format of the bytes
 */
record ImagesPlan(
        ImagesRequest request, ModelConfig model, Quality quality, boolean partial, boolean urls, OutputFormat format) {
    /** What is admitted. Nobody waits longer than the timeout, so no image needs to be made after that. */
    GenerationRequest generation(Duration timeout) {
        String who = request.who();
        boolean text = model.conditioning() == Conditioning.TEXT;
        return new GenerationRequest(
                model.name(),
                null,
                text ? null : request.prompt(),
                text ? request.prompt() : null,
                request.n(),
                null,
                null,
                null,
                null,
                null,
                null,
                who == null || who.isEmpty() ? null : Map.of("user", who),
                null,
                timeout.toString(),
                null,
                null,
                quality.pivot(model),
                quality.refine(model));
    }

    /** The bytes of a picture, as they are wanted. */
    byte[] encoded(byte[] png) {
        BigInteger quality = request.outputCompression();
        return format.of(png, quality == null ? OutputFormat.BEST : quality.intValueExact());
    }

    String size() {
        return size(model);
    }

    static String size(ModelConfig model) {
        return model.imageSize() + "x" + model.imageSize();
    }
}
