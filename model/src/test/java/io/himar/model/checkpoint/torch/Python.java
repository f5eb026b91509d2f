package io.himar.model.checkpoint.torch;

import java.util.List;
import java.util.Map;

/** Python values beyond those of Java that a checkpoint's pickle is made of. */
public sealed interface Python {

    /** A callable by its name. */
    record Global(String module, String name) implements Python {}

    /** What a callable returns (REDUCE). */
    record Call(Global callable, List<?> arguments) implements Python {}

    /** An object of a class with attributes (NEWOBJ, BUILD). */
    record Instance(Global type, Map<String, ?> attributes) implements Python {}

    /** A dictionary with an attribute {@code _metadata}, as {@code state_dict} returns it. */
    record OrderedDict(Map<?, ?> items) implements Python {}

    record Tuple(List<?> values) implements Python {}

    /** A view of a storage. */
    record Tensor(StorageData storage, long offset, List<Long> shape, List<Long> stride) implements Python {

        /** The whole storage, row-major. */
        public static Tensor of(StorageData storage, long... shape) {
            Long[] stride = new Long[shape.length];
            long step = 1;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                stride[axis] = step;
                step *= shape[axis];
            }
            return new Tensor(storage, 0, java.util.Arrays.stream(shape).boxed().toList(), List.of(stride));
        }
    }

    /** A storage by its identifier. */
    record StorageId(StorageData storage) implements Python {}

    /** A tensor that was pickled as a parameter. */
    record Parameter(Tensor data) implements Python {}
}
