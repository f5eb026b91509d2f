package io.himar.model.checkpoint;

import io.himar.model.ParameterSpec;
import io.himar.model.safetensors.TensorContent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** What keeps the tensors of a file from being the parameters of a network. Groups are named at once. */
final class WeightsFit {
    private static final int MOST_NAMED = 5;

    private final List<String> missing = new ArrayList<>();
    private final List<String> extra = new ArrayList<>();
    private final List<String> misshapen = new ArrayList<>();
    private final List<String> notFinite = new ArrayList<>();

    private WeightsFit() {}

    /** Compares names, shapes and types, without reading values. */
    static WeightsFit compare(Map<String, TensorContent> tensors, List<ParameterSpec> specs) {
        WeightsFit fit = new WeightsFit();
        Set<String> unknown = new LinkedHashSet<>(tensors.keySet());
        for (ParameterSpec spec : specs) {
            TensorContent tensor = tensors.get(spec.name());
            unknown.remove(spec.name());
            if (tensor == null) {
                fit.missing.add(spec.name());
            } else if (!matches(tensor, spec)) {
                fit.misshapen.add(spec.name() + " " + describe(tensor) + ", not " + spec.shape());
            }
        }
        fit.extra.addAll(unknown);
        return fit;
    }

    /** Whether a tensor has the shape and a type that a parameter can have. */
    static boolean matches(TensorContent tensor, ParameterSpec spec) {
        return Elements.floating(tensor.dtype())
                && Arrays.stream(tensor.shape()).boxed().toList().equals(spec.shape());
    }

    private static String describe(TensorContent tensor) {
        String shape = LongStream.of(tensor.shape()).boxed().toList().toString();
        return Elements.floating(tensor.dtype()) ? shape : tensor.dtype() + " " + shape;
    }

    void addNotFinite(String name, long count) {
        notFinite.add(name + " (" + count + ")");
    }

    List<String> extra() {
        return extra;
    }

    /** What is wrong, if anything is; {@code extraAllowed} says whether further tensors are. */
    Optional<String> problems(boolean extraAllowed) {
        List<String> groups = new ArrayList<>();
        group(groups, "missing", missing);
        if (!extraAllowed) {
            group(groups, "not part of the network", extra);
        }
        group(groups, "of another shape or type", misshapen);
        group(groups, "with values that are not finite", notFinite);
        return groups.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", groups));
    }

    private static void group(List<String> groups, String kind, List<String> names) {
        if (!names.isEmpty()) {
            groups.add(tensors(names.size()) + " " + kind + ": " + listed(names));
        }
    }

    private static String tensors(int count) {
        return count == 1 ? "1 tensor" : count + " tensors";
    }

    /** The first of them, and how many more there are. */
    static String listed(List<String> names) {
        String shown = String.join(", ", names.subList(0, Math.min(MOST_NAMED, names.size())));
        return names.size() > MOST_NAMED ? shown + " and " + (names.size() - MOST_NAMED) + " more" : shown;
    }
}
