package io.himar.model.checkpoint.torch;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import net.razorvine.pickle.IObjectConstructor;
import net.razorvine.pickle.Opcodes;
import net.razorvine.pickle.PickleException;
import net.razorvine.pickle.PickleUtils;
import net.razorvine.pickle.Unpickler;

/**
 * Reads the pickle of a checkpoint. Only the instructions that {@code torch.save} writes are followed, and a name means
 * what {@link Globals} says, so that the library's own registry of classes, which any code in the JVM may add to, is
 * never asked. Instructions, memory and time are bounded by the pickle's length.
 */
final class RestrictedUnpickler extends Unpickler {

    /** A checkpoint of a thousand tensors with its optimizer has some hundred thousand. */
    private static final int MOST_INSTRUCTIONS = 4_000_000;

    private static final String NEVER_RUN = "; nothing in the file was run";

    private final Path file;
    private final Function<Object[], Storage> storages;
    private int instructions;

    /** @param storages makes a storage of its identifier's parts */
    RestrictedUnpickler(Path file, Function<Object[], Storage> storages) {
        this.file = file;
        this.storages = storages;
    }

    /**
     * The pickled object that comes next: of dictionaries, lists, tuples as arrays, strings, numbers,
     * {@link StridedTensor}s, and {@link Opaque} for whatever else there is.
     *
     * @throws TorchFileException in one sentence, if the pickle names what does harm or is damaged
     */
    Object read(ByteArrayInputStream pickle) throws IOException {
        try {
            return load(pickle);
        } catch (TorchFileException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            // The library answers damage with whatever exception its own code happens to run into.
            String reason = e instanceof PickleException ? ": " + e.getMessage().strip() : "";
            throw new TorchFileException(file, "its pickle is damaged at instruction " + instructions + reason, e);
        }
    }

    @Override
    protected Object dispatch(short opcode) throws IOException {
        if (++instructions > MOST_INSTRUCTIONS) {
            throw new TorchFileException(
                    file,
                    "its pickle has more than " + MOST_INSTRUCTIONS + " instructions; a checkpoint needs far fewer");
        }
        switch (opcode) {
            case Opcodes.GLOBAL -> global(PickleUtils.readline(input), PickleUtils.readline(input));
            case Opcodes.STACK_GLOBAL -> {
                String name = (String) stack.pop();
                global((String) stack.pop(), name);
            }
            case Opcodes.BUILD -> build();
            case Opcodes.EMPTY_DICT -> stack.add(new LinkedHashMap<>());
            case Opcodes.SETITEM -> {
                Object value = stack.pop();
                Object key = stack.pop();
                putAll(Arrays.asList(key, value));
            }
            case Opcodes.APPEND -> appendAll(Collections.singletonList(stack.pop()));
            case Opcodes.EMPTY_SET -> stack.add(new Opaque("set"));
            case Opcodes.ADDITEMS -> stack.pop_all_since_marker();
            case Opcodes.FROZENSET -> {
                stack.pop_all_since_marker();
                stack.add(new Opaque("frozenset"));
            }
            case Opcodes.NEWOBJ_EX -> {
                stack.pop();
                stack.pop();
                stack.add(((IObjectConstructor) stack.pop()).construct(new Object[0]));
            }
            case Opcodes.SETITEMS -> putAll(stack.pop_all_since_marker());
            case Opcodes.APPENDS -> appendAll(stack.pop_all_since_marker());
            case Opcodes.BINUNICODE, Opcodes.BINBYTES, Opcodes.BINSTRING -> counted(opcode, Integer.BYTES);
            case Opcodes.BINUNICODE8, Opcodes.BINBYTES8 -> counted(opcode, Long.BYTES);
            case Opcodes.PROTO,
                    Opcodes.FRAME,
                    Opcodes.MARK,
                    Opcodes.STOP,
                    Opcodes.POP,
                    Opcodes.POP_MARK,
                    Opcodes.NONE,
                    Opcodes.NEWTRUE,
                    Opcodes.NEWFALSE,
                    Opcodes.BININT,
                    Opcodes.BININT1,
                    Opcodes.BININT2,
                    Opcodes.LONG1,
                    Opcodes.BINFLOAT,
                    Opcodes.SHORT_BINUNICODE,
                    Opcodes.SHORT_BINSTRING,
                    Opcodes.SHORT_BINBYTES,
                    Opcodes.EMPTY_TUPLE,
                    Opcodes.TUPLE,
                    Opcodes.TUPLE1,
                    Opcodes.TUPLE2,
                    Opcodes.TUPLE3,
                    Opcodes.EMPTY_LIST,
                    Opcodes.BINGET,
                    Opcodes.LONG_BINGET,
                    Opcodes.BINPUT,
                    Opcodes.LONG_BINPUT,
                    Opcodes.MEMOIZE,
                    Opcodes.BINPERSID,
                    Opcodes.REDUCE,
                    Opcodes.NEWOBJ -> {
                return super.dispatch(opcode);
            }
            default ->
                throw new TorchFileException(
                        file,
                        "its pickle has the instruction 0x%02x, which torch.save does not write".formatted(opcode)
                                + NEVER_RUN);
        }
        return NO_RETURN_VALUE;
    }

    private void global(String module, String name) throws TorchFileException {
        stack.add(Globals.find(module, name)
                .orElseThrow(() -> new TorchFileException(
                        file,
                        "its pickle names " + printable(module + "." + name)
                                + ", which no checkpoint needs and which can do harm" + NEVER_RUN)));
    }

    /** A name as it can be shown: short and without control characters. */
    private static String printable(String name) {
        String shown = name.replaceAll("[^\\x20-\\x7e]", "?");
        return shown.length() > 100 ? shown.substring(0, 100) + "..." : shown;
    }

    /** An object's attributes: none that we keep matters. */
    private void build() {
        stack.pop();
        Object target = stack.peek();
        if (!(target instanceof Globals.OrderedDict || target instanceof Opaque)) {
            throw new PickleException("attributes of something that has none");
        }
    }

    /** Lengths beyond the pickle's end would otherwise be reserved before they are found missing. */
    private void counted(short opcode, int lengthBytes) throws IOException {
        input.mark(lengthBytes);
        byte[] length = PickleUtils.readbytes(input, lengthBytes);
        long count =
                lengthBytes == Long.BYTES ? PickleUtils.bytes_to_long(length, 0) : PickleUtils.bytes_to_integer(length);
        if (count < 0 || count > input.available()) {
            throw new PickleException("a string of " + count + " bytes where " + input.available() + " are left");
        }
        input.reset();
        super.dispatch(opcode);
    }

    private Map<Object, Object> dictionary() {
        if (!(stack.peek() instanceof Map)) {
            throw new PickleException("items of something that is no dictionary");
        }
        @SuppressWarnings("unchecked")
        Map<Object, Object> map = (Map<Object, Object>) stack.peek();
        return map;
    }

    private void putAll(List<Object> items) {
        if (stack.peek() instanceof Opaque) {
            return;
        }
        Map<Object, Object> target = dictionary();
        for (int i = 0; i < items.size(); i += 2) {
            put(target, items.get(i), items.get(i + 1));
        }
    }

    /** Containers are no keys in Python either; here their hash would be computed by recursion without end. */
    private static void put(Map<Object, Object> target, Object key, Object value) {
        if (key instanceof Map || key instanceof List) {
            throw new PickleException("a key that is a container");
        }
        target.put(key, value);
    }

    private void appendAll(List<Object> values) {
        if (stack.peek() instanceof Opaque) {
            return;
        }
        if (!(stack.peek() instanceof ArrayList)) {
            throw new PickleException("values for something that is no list");
        }
        @SuppressWarnings("unchecked")
        List<Object> list = (List<Object>) stack.peek();
        list.addAll(values);
    }

    @Override
    protected Object persistentLoad(Object id) {
        if (!(id instanceof Object[] parts)) {
            throw new PickleException("an identifier that is no tuple");
        }
        if (parts.length > 1 && parts[1] instanceof Opaque unreadable) {
            return unreadable;
        }
        return storages.apply(parts);
    }
}
