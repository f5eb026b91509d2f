package io.himar.gateway;

import io.himar.gateway.EventReader.Event;
import org.assertj.core.api.Assertions;

/** AssertJ's assertions, and those of what the gateway answers. */
public final class GatewayAssertions extends Assertions {
    private GatewayAssertions() {}

    public static AnswerAssert assertThat(HttpCalls.Answer answer) {
        return new AnswerAssert(answer);
    }

    public static GenerationAssert assertThat(GenerationDocument generation) {
        return new GenerationAssert(generation);
    }

    public static ImageAssert assertThat(GenerationDocument.Image image) {
        return new ImageAssert(image);
    }

    public static EventAssert assertThat(Event event) {
        return new EventAssert(event);
    }
}
