package io.himar.service.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EvenSamplerTest {
    private static final int MANY = 20_000;

    @ParameterizedTest
    @ValueSource(doubles = {0.01, 0.1, 0.5, 0.9})
    void of_many_images_it_takes_the_share(double share) {
        EvenSampler sampler = new EvenSampler(share);
        Random random = new Random(1);

        long taken = IntStream.range(0, MANY)
                .filter(i -> sampler.takes(ImageIds.trace(uuid(random))))
                .count();

        assertThat((double) taken / MANY).isBetween(share - 0.015, share + 0.015);
    }

    @Test
    void all_are_all_and_none_is_none() {
        Random random = new Random(2);

        assertThat(IntStream.range(0, 1000).mapToObj(i -> ImageIds.trace(uuid(random))))
                .allMatch(new EvenSampler(1)::takes)
                .noneMatch(new EvenSampler(0)::takes);
    }

    @Test
    void a_call_to_another_server_that_belongs_to_nothing_is_no_trace() {
        assertThat(decision(SpanKind.CLIENT)).isEqualTo(SamplingDecision.DROP);
        assertThat(decision(SpanKind.SERVER)).isEqualTo(SamplingDecision.RECORD_AND_SAMPLE);
    }

    private static SamplingDecision decision(SpanKind kind) {
        return new EvenSampler(1)
                .shouldSample(
                        Context.root(), ImageIds.trace(UUID.randomUUID()), "span", kind, Attributes.empty(), List.of())
                .getDecision();
    }

    /** As {@link UUID#randomUUID()} makes them, always the same ones. */
    private static UUID uuid(Random random) {
        long version = (random.nextLong() & ~0xF000L) | 0x4000L;
        long variant = (random.nextLong() >>> 2) | 0x8000000000000000L;
        return new UUID(version, variant);
    }
}
