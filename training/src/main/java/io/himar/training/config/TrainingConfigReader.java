package io.himar.training.config;

import io.himar.model.InvalidConfigException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads training configurations: JSON whose keys are merged over the defaults in {@code defaults.json}, which are the
 * published values and at the same time the list of all keys. A key that is null there must be given or may be left
 * out, as its record says.
 */
public final class TrainingConfigReader {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private TrainingConfigReader() {}

    /**
     * Reads a file. {@code model} may name a file and {@code autoencoder.weights} and {@code network.weights} do, all
     * relative to this one.
     *
     * @throws InvalidTrainingConfigException naming the file and the key that is unknown, missing or wrong
     */
    public static TrainingConfig read(Path file) {
        try {
            return resolved(file, JSON.readTree(Files.readAllBytes(file)));
        } catch (NoSuchFileException e) {
            throw new InvalidTrainingConfigException("there is no training configuration " + file, e);
        } catch (IOException e) {
            throw new InvalidTrainingConfigException("the training configuration " + file + " cannot be read: " + e, e);
        } catch (InvalidTrainingConfigException e) {
            throw new InvalidTrainingConfigException(
                    "the training configuration " + file + " is wrong: " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw new InvalidTrainingConfigException(
                    "the training configuration " + file + " is wrong: " + reason(e), e);
        }
    }

    /** The text of a configuration, with every default written out; {@link #read} understands it. */
    public static String write(TrainingConfig config) {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(config) + "\n";
    }

    private static TrainingConfig resolved(Path file, JsonNode given) {
        if (!(given instanceof ObjectNode own)) {
            throw new InvalidTrainingConfigException("no object (expected: { ... })");
        }
        ObjectNode all = defaults();
        if (own.get("model") != null && own.get("model").isString()) {
            Path model = file.resolveSibling(own.get("model").stringValue());
            own.set("model", modelTree(model));
        }
        merge("", all, own);
        ObjectNode autoencoder = (ObjectNode) all.get("autoencoder");
        boolean trained = resolveWeights(file, autoencoder);
        if (trained && own.path("autoencoder").path("optimizer").isMissingNode()) {
            autoencoder.putNull("optimizer");
        }
        resolveWeights(file, (ObjectNode) all.get("network"));
        resolve(file, all, "text_encoder");
        return JSON.treeToValue(all, TrainingConfig.class);
    }

    /** Returns whether there are weights. */
    private static boolean resolveWeights(Path file, ObjectNode recipe) {
        return resolve(file, recipe, "weights");
    }

    /** Makes a path absolute that is relative to the configuration; returns whether there is one. */
    private static boolean resolve(Path file, ObjectNode of, String key) {
        JsonNode path = of.get(key);
        if (!path.isString()) {
            return false;
        }
        Path absolute = file.toAbsolutePath().resolveSibling(path.stringValue());
        of.put(key, absolute.normalize().toString());
        return true;
    }

    private static JsonNode modelTree(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new InvalidTrainingConfigException("model: there is no file " + file, e);
        }
    }

    private static ObjectNode defaults() {
        try (InputStream in = TrainingConfigReader.class.getResourceAsStream("defaults.json")) {
            return (ObjectNode) JSON.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts what is given over the defaults, which must have every key; the model's keys are checked by its own record.
     */
    private static void merge(String prefix, ObjectNode defaults, ObjectNode given) {
        for (Map.Entry<String, JsonNode> entry : given.properties()) {
            String key = entry.getKey();
            JsonNode fallback = defaults.get(key);
            if (fallback == null) {
                throw new InvalidTrainingConfigException(prefix + key + ": no such key (expected: one of "
                        + String.join(", ", new TreeSet<>(defaults.propertyNames())) + ")");
            }
            if (fallback instanceof ObjectNode below && entry.getValue() instanceof ObjectNode own) {
                merge(prefix + key + ".", below, own);
            } else if (fallback instanceof ObjectNode && !entry.getValue().isNull()) {
                throw new InvalidTrainingConfigException(
                        prefix + key + ": " + entry.getValue() + " (expected: an object)");
            } else {
                defaults.set(key, entry.getValue());
            }
        }
    }

    private static String reason(JacksonException e) {
        String key = e.getPath().stream()
                .map(reference -> reference.getPropertyName())
                .collect(Collectors.joining("."));
        Throwable cause = e.getCause();
        if (cause instanceof InvalidTrainingConfigException || cause instanceof InvalidConfigException) {
            return key.isEmpty() ? cause.getMessage() : key + "." + cause.getMessage();
        }
        return key.isEmpty() ? e.getOriginalMessage() : key + ": " + e.getOriginalMessage();
    }
}
