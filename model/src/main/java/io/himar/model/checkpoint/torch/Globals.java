package io.himar.model.checkpoint.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;

/**
 * The callables that a checkpoint may name: those that rebuild tensors, and containers. Each is our own code that makes
 * a value; whatever else a pickle names is refused before anything happens to it.
 */
final class Globals {

    /** The attributes of a Python object that we keep no class for, such as a trainer's arguments. */
    static final class Attributes {}

    /** A dictionary that may carry attributes of its own, such as {@code _metadata}. */
    static final class OrderedDict extends LinkedHashMap<Object, Object> {
        private static final long serialVersionUID = 1;
    }

    private static final Map<String, Function<Object[], Object>> CALLABLES = Map.of(
            "collections.OrderedDict", args -> orderedDict(args),
            "argparse.Namespace", args -> new Attributes(),
            "torch._utils._rebuild_tensor_v2", args -> StridedTensor.rebuilt(args),
            "torch._utils._rebuild_parameter", args -> parameter(args));

    /** The callable of a name, if it is one of the few that are known. */
    static Optional<IObjectConstructor> find(String module, String name) {
        if (module.equals("torch")) {
            return StorageType.named(name);
        }
        return Optional.ofNullable(CALLABLES.get(module + "." + name)).map(callable -> callable::apply);
    }

    private static OrderedDict orderedDict(Object[] args) {
        if (args.length > 0) {
            throw new PickleException("OrderedDict with arguments (expected: none, its items follow)");
        }
        return new OrderedDict();
    }

    /** A parameter is the tensor that it wraps: (data, requires_grad, hooks). */
    private static StridedTensor parameter(Object[] args) {
        if (args.length < 1 || !(args[0] instanceof StridedTensor tensor)) {
            throw new PickleException("_rebuild_parameter without a tensor");
        }
        return tensor;
    }

    private Globals() {}
}
