package io.himar.model.checkpoint;

import io.himar.model.safetensors.TensorContent;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What wrappers of a network put into its tensors' names, taken off: data-parallel training, compilation, averaging,
 * sharding, or a trainer's own class.
 *
 * @param tensors by the network's own names
 * @param names what was taken off, such as {@code module.}
 */
record Wrappers(Map<String, TensorContent> tensors, List<String> names) {
    /** These stand before every name, or are part of the network's own. */
    private static final List<String> PREFIXES =
            List.of("module.", "model.", "_forward_module.", "ema_model.", "ema.", "model_ema.", "network.", "net.");

    /** These stand anywhere, for a part of a network can be wrapped as well. */
    private static final List<String> SEGMENTS =
            List.of("_orig_mod.", "_fsdp_wrapped_module.", "_checkpoint_wrapped_module.");

    /** The count that an averaging wrapper keeps beside the network. */
    private static final String AVERAGED_COUNT = "n_averaged";

    static Wrappers takenOff(Map<String, TensorContent> tensors) {
        Map<String, TensorContent> bare = new LinkedHashMap<>(tensors);
        Set<String> names = new LinkedHashSet<>();
        boolean more = true;
        while (more) { // a wrapper may be wrapped itself
            more = takeOff(bare, names);
        }
        return new Wrappers(bare, List.copyOf(names));
    }

    private static boolean takeOff(Map<String, TensorContent> tensors, Set<String> taken) {
        for (String segment : SEGMENTS) {
            if (rename(tensors, name -> ("." + name).replace("." + segment, ".").substring(1), taken, segment)) {
                return true;
            }
        }
        for (String prefix : PREFIXES) {
            boolean all = !tensors.isEmpty()
                    && tensors.keySet().stream()
                            .allMatch(name -> name.startsWith(prefix) || name.equals(AVERAGED_COUNT))
                    && tensors.keySet().stream().anyMatch(name -> name.startsWith(prefix));
            if (all) {
                tensors.remove(AVERAGED_COUNT);
                return rename(tensors, name -> name.substring(prefix.length()), taken, prefix);
            }
        }
        return false;
    }

    /** Renames all, unless two would get the same name. */
    private static boolean rename(
            Map<String, TensorContent> tensors, UnaryOperator<String> bare, Set<String> taken, String wrapper) {
        Map<String, TensorContent> renamed = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> renamed.put(bare.apply(name), tensor));
        if (renamed.keySet().equals(tensors.keySet()) || renamed.size() < tensors.size()) {
            return false;
        }
        tensors.clear();
        tensors.putAll(renamed);
        taken.add(wrapper);
        return true;
    }
}
