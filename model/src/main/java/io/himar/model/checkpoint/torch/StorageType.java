package io.himar.model.checkpoint.torch;

import io.himar.model.safetensors.DType;
import java.util.Map;
import java.util.Optional;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.PickleException;

/** A class of {@code torch} that stands for an element type in a storage's identifier; it is never called. */
record StorageType(DType dtype) implements IObjectConstructor {

    private static final Map<String, DType> CLASSES = Map.of(
            "DoubleStorage", DType.F64,
            "FloatStorage", DType.F32,
            "HalfStorage", DType.F16,
            "BFloat16Storage", DType.BF16,
            "LongStorage", DType.I64,
            "IntStorage", DType.I32,
            "ByteStorage", DType.U8,
            "BoolStorage", DType.BOOL);

    /** @param name the class's name within the module {@code torch} */
    static Optional<IObjectConstructor> named(String name) {
        return Optional.ofNullable(CLASSES.get(name)).map(StorageType::new);
    }

    @Override
    public Object construct(Object[] args) {
        throw new PickleException("a storage type is called as a function");
    }
}
