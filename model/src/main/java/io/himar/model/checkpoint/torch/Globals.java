package io.himar.model.checkpoint.torch;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;

/**
 * What stands for the classes and functions that a checkpoint names. Those that rebuild tensors, and dictionaries, are
 * our own code that makes a value; all others are {@link Opaque}, but for {@link Harmful} names.
 */
final class Globals {
    private static final Map<String, Function<Object[], Object>> CALLABLES = Map.of(
            "collections.OrderedDict", args -> orderedDict(args),
            "collections.defaultdict", args -> new OrderedDict(),
            "torch._utils._rebuild_tensor_v2", args -> tensor(args),
            "torch._utils._rebuild_parameter", args -> parameter(args),
            "torch._utils._rebuild_parameter_with_state", args -> parameter(args),
            "torch._tensor._rebuild_from_type_v2", args -> ofType(args),
            "torch._tensor._rebuild_from_type", args -> ofType(args));

    private Globals() {}

    /** A dictionary that may carry attributes of its own, such as {@code _metadata}. */
    static final class OrderedDict extends LinkedHashMap<Object, Object> {
        private static final long serialVersionUID = 1;
    }

    /** What stands for a name; nothing if it is a {@linkplain Harmful harmful} one. */
    static Optional<IObjectConstructor> find(String module, String name) {
        if (Harmful.names(module, name)) {
            return Optional.empty();
        }
        if (module.equals("torch") && StorageType.named(name).isPresent()) {
            return StorageType.named(name);
        }
        Function<Object[], Object> callable = CALLABLES.get(module + "." + name);
        return Optional.of(callable == null ? new Opaque(module + "." + name) : callable::apply);
    }

    private static OrderedDict orderedDict(Object[] args) {
        if (args.length > 0) {
            throw new PickleException("OrderedDict with arguments (expected: none, its items follow)");
        }
        return new OrderedDict();
    }

    /** A tensor, or nothing that we keep where its elements are of a type that we do not read. */
    private static Object tensor(Object[] args) {
        return args.length > 0 && args[0] instanceof Opaque type ? type : StridedTensor.rebuilt(args);
    }

    /** A parameter is the tensor that it wraps: (data, requires_grad, hooks[, attributes]). */
    private static Object parameter(Object[] args) {
        if (args.length < 1 || !(args[0] instanceof StridedTensor || args[0] instanceof Opaque)) {
            throw new PickleException("a parameter without a tensor");
        }
        return args[0];
    }

    /** A tensor of another class than Tensor, or with attributes: (what rebuilds it, class, arguments, attributes). */
    private static Object ofType(Object[] args) {
        if (args.length < 3
                || !(args[0] instanceof IObjectConstructor rebuild)
                || !(args[2] instanceof Object[] arguments)) {
            throw new PickleException("a tensor of a type without what rebuilds it");
        }
        return rebuild.construct(arguments);
    }
}
