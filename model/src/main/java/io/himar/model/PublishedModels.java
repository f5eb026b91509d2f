package io.himar.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The published configurations: Hi-MAR-B, -L and -H with the KL-16 autoencoder, 256 by 256 pixels, the 1000 classes of
 * ImageNet (paper, table 1; sampling as in the released code's README).
 */
public final class PublishedModels {
    private static final List<ModelConfig> ALL =
            List.of(load("himar-base-256"), load("himar-large-256"), load("himar-huge-256"));

    private PublishedModels() {}

    /** From the smallest to the largest. */
    public static List<ModelConfig> all() {
        return ALL;
    }

    public static List<String> names() {
        return ALL.stream().map(ModelConfig::name).toList();
    }

    public static Optional<ModelConfig> find(String name) {
        return ALL.stream().filter(config -> config.name().equals(name)).findFirst();
    }

    private static ModelConfig load(String name) {
        List<String> labels = new String(resource("imagenet-1k.txt"), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return ModelConfig.parse(name, resource(name + ".json")).with(name, labels);
    }

    private static byte[] resource(String file) {
        try (InputStream in = PublishedModels.class.getResourceAsStream("published/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the resource published/" + file + " is missing");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
