package io.himar.standalone.client;

import io.himar.standalone.client.Generation.Image;
import io.himar.standalone.client.Generation.Urls;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Generations for tests. */
public final class SampleGenerations {
    private SampleGenerations() {}

    public static Generation queued(String label, int count) {
        List<Image> images = IntStream.range(0, count)
                .mapToObj(index -> new Image("image-" + index, index, index, "queued", "pivot", null, null, null, null))
                .toList();
        Urls urls = new Urls("/v1/generations/g", "/v1/generations/g/events", "/v1/generations/g/cancel");
        return new Generation(
                "g", "digits", 7, null, label, count, 0, "queued", Instant.EPOCH, null, null, null, images, null, urls);
    }
}
