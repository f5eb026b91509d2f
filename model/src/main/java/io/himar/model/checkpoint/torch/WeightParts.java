package io.himar.model.checkpoint.torch;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The dictionaries of a checkpoint, by key, and which of them trainers use to keep the weights. */
final class WeightParts {
    /** The average over training, which generates the better pictures: the released evaluation uses it. */
    private static final List<String> AVERAGED = List.of(
            "model_ema",
            "ema",
            "ema_model",
            "ema_state_dict",
            "model_ema_state_dict",
            "ema_model_state_dict",
            "state_dict_ema",
            "ema_weights",
            "ema_params",
            "params_ema",
            "net_ema",
            "averaged_model");

    private static final List<String> PLAIN = List.of(
            "model", "state_dict", "model_state_dict", "model_state", "module", "network", "net", "weights", "params");

    /** Names by which some trainers wrap the weights once more, beside how they were averaged. */
    private static final List<String> INNER =
            List.of("module", "model", "state_dict", "shadow", "shadow_params", "params");

    private static final int MOST_NAMED = 10;

    private final Map<String, Map<?, ?>> parts;

    private WeightParts(Map<String, Map<?, ?>> parts) {
        this.parts = Collections.unmodifiableMap(parts);
    }

    static WeightParts of(Map<?, ?> root) {
        Map<String, Map<?, ?>> parts = new LinkedHashMap<>();
        root.forEach((key, value) -> {
            if (key instanceof String name && value instanceof Map<?, ?> part) {
                parts.put(name, part);
                for (String inner : INNER) {
                    if (part.get(inner) instanceof Map<?, ?> wrapped && holdsTensors(wrapped)) {
                        parts.put(name + "." + inner, wrapped);
                    }
                }
            }
        });
        return new WeightParts(parts);
    }

    /** Where the weights usually are, the averaged ones first. */
    Optional<String> usual() {
        List<String> candidates = new ArrayList<>();
        for (String name : Stream.concat(AVERAGED.stream(), PLAIN.stream()).toList()) {
            candidates.add(name);
            INNER.forEach(inner -> candidates.add(name + "." + inner));
        }
        Optional<String> withTensors = candidates.stream()
                .filter(name -> parts.containsKey(name) && holdsTensors(parts.get(name)))
                .findFirst();
        // One without tensors is chosen too, so that the error is about it and not about the whole file.
        return withTensors.or(
                () -> candidates.stream().filter(parts::containsKey).findFirst());
    }

    Optional<Map<?, ?>> find(String name) {
        return Optional.ofNullable(parts.get(name));
    }

    List<String> names() {
        return parts.keySet().stream().limit(MOST_NAMED).toList();
    }

    /** The other dictionaries of tensors. */
    List<String> without(String chosen) {
        return parts.keySet().stream()
                .filter(name -> !name.equals(chosen) && holdsTensors(parts.get(name)))
                .toList();
    }

    private static boolean holdsTensors(Map<?, ?> part) {
        return part.values().stream().anyMatch(StridedTensor.class::isInstance);
    }
}
