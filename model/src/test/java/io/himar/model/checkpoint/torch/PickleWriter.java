package io.himar.model.checkpoint.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Writes pickles of protocol 2 with the instructions that Python's own pickler uses, strings and globals memoized. */
final class PickleWriter {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<Object, Integer> memo = new HashMap<>();
    private final Function<StorageData, String> keys;

    /** @param keys names each storage, the same one alike */
    PickleWriter(Function<StorageData, String> keys) {
        this.keys = keys;
        raw(0x80, 2);
    }

    static byte[] pickle(Object root, Function<StorageData, String> keys) {
        return new PickleWriter(keys).write(root).end();
    }

    byte[] end() {
        raw('.');
        return out.toByteArray();
    }

    PickleWriter raw(int... bytes) {
        for (int value : bytes) {
            out.write(value);
        }
        return this;
    }

    PickleWriter write(Object value) {
        if (value == null) {
            raw('N');
        } else if (value instanceof Boolean flag) {
            raw(flag ? 0x88 : 0x89);
        } else if (value instanceof Integer number) {
            integer(number);
        } else if (value instanceof Long number) {
            integer(number);
        } else if (value instanceof Double number) {
            raw('G').bytes(ByteBuffer.allocate(8).putDouble(number).array());
        } else if (value instanceof String text) {
            memoized(text, () -> string(text));
        } else if (value instanceof List<?> list) {
            raw(']', '(');
            list.forEach(this::write);
            raw('e');
        } else if (value instanceof Map<?, ?> map) {
            raw('}');
            items(map);
        } else {
            python((Python) value);
        }
        return this;
    }

    private void python(Python value) {
        if (value instanceof Python.Global global) {
            memoized(global, () -> raw('c').bytes(utf8(global.module() + "\n" + global.name() + "\n")));
        } else if (value instanceof Python.Tuple tuple) {
            tuple(tuple.values());
        } else if (value instanceof Python.Call call) {
            write(call.callable());
            tuple(call.arguments());
            raw('R');
        } else if (value instanceof Python.Instance instance) {
            write(instance.type()).raw(')', 0x81);
            write(instance.attributes()).raw('b');
        } else if (value instanceof Python.OrderedDict dict) {
            write(new Python.Call(new Python.Global("collections", "OrderedDict"), List.of()));
            items(dict.items());
            write(Map.of("_metadata", Map.of("", Map.of("version", 1)))).raw('b');
        } else if (value instanceof Python.Parameter parameter) {
            write(new Python.Global("torch._utils", "_rebuild_parameter"));
            raw('(').write(parameter.data()).write(true);
            write(new Python.Call(new Python.Global("collections", "OrderedDict"), List.of()));
            raw('t', 'R');
        } else if (value instanceof Python.StorageId id) {
            storage(id.storage());
        } else if (value instanceof Python.Tensor tensor) {
            tensor(tensor);
        }
    }

    private void tensor(Python.Tensor tensor) {
        write(new Python.Global("torch._utils", "_rebuild_tensor_v2"));
        raw('(');
        storage(tensor.storage());
        write(tensor.offset());
        tuple(tensor.shape());
        tuple(tensor.stride());
        write(false).write(new Python.Call(new Python.Global("collections", "OrderedDict"), List.of()));
        raw('t', 'R');
    }

    private void storage(StorageData storage) {
        raw('(').write("storage").write(new Python.Global("torch", storage.type()));
        write(keys.apply(storage)).write(storage.location()).write(storage.elements());
        raw('t', 'Q');
    }

    private void tuple(List<?> values) {
        if (values.isEmpty()) {
            raw(')');
        } else if (values.size() <= 3) {
            values.forEach(this::write);
            raw(0x84 + values.size());
        } else {
            raw('(');
            values.forEach(this::write);
            raw('t');
        }
    }

    private void items(Map<?, ?> map) {
        raw('(');
        map.forEach((key, value) -> write(key).write(value));
        raw('u');
    }

    private void string(String text) {
        byte[] utf8 = utf8(text);
        raw('X').bytes(little(4, utf8.length)).bytes(utf8);
    }

    private void integer(long value) {
        if (value >= 0 && value < 256) {
            raw('K', (int) value);
        } else if (value >= 0 && value < 65536) {
            raw('M').bytes(little(2, value));
        } else if (value == (int) value) {
            raw('J').bytes(little(4, value));
        } else {
            raw(0x8a, 8).bytes(little(8, value));
        }
    }

    private void memoized(Object value, Runnable write) {
        Integer known = memo.get(value);
        if (known != null) {
            raw('j').bytes(little(4, known));
            return;
        }
        write.run();
        memo.put(value, memo.size());
        raw('r').bytes(little(4, memo.size() - 1));
    }

    private PickleWriter bytes(byte[] bytes) {
        out.writeBytes(bytes);
        return this;
    }

    private static byte[] little(int size, long value) {
        byte[] all = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array();
        return java.util.Arrays.copyOf(all, size);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
