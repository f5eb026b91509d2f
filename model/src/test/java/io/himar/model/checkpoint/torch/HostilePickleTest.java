package io.himar.model.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.checkpoint.torch.Python.Call;
import io.himar.model.checkpoint.torch.Python.Global;
import io.himar.model.checkpoint.torch.Python.Instance;
import io.himar.model.checkpoint.torch.Python.OrderedDict;
import io.himar.model.checkpoint.torch.Python.Parameter;
import io.himar.model.checkpoint.torch.Python.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import net.razorvine.pickle.Unpickler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A checkpoint from a stranger: whatever its pickle asks for, nothing is run and the answer is one sentence. */
class HostilePickleTest {

    @TempDir
    private Path folder;

    static Stream<Arguments> calls() {
        return Stream.of(
                Arguments.of("os.system", new Call(new Global("os", "system"), List.of("touch /tmp/owned"))),
                Arguments.of("posix.system", new Call(new Global("posix", "system"), List.of("id"))),
                Arguments.of("builtins.eval", new Call(new Global("builtins", "eval"), List.of("1+1"))),
                Arguments.of("__builtin__.getattr", new Call(new Global("__builtin__", "getattr"), List.of("a", "b"))),
                Arguments.of("subprocess.Popen", new Instance(new Global("subprocess", "Popen"), Map.of("args", "id"))),
                Arguments.of("torch.load", new Call(new Global("torch", "load"), List.of("other.pth"))),
                Arguments.of(
                        "torch.storage._load_from_bytes",
                        new Call(new Global("torch.storage", "_load_from_bytes"), List.of("b"))),
                Arguments.of("importlib.import_module", new Global("importlib", "import_module")),
                Arguments.of("numpy.load", new Global("numpy", "load")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("calls")
    void a_name_that_can_do_harm_is_refused_wherever_it_stands(String name, Python call) throws IOException {
        Map<String, Object> nested = new LinkedHashMap<>();
        nested.put("model", Map.of("a", Tensor.of(StorageData.floats(1), 1)));
        nested.put("args", new Instance(new Global("argparse", "Namespace"), Map.of("list", List.of(1, call))));
        assertRefused(call, "names " + name + ",", "nothing in the file was run");
        assertRefused(Map.of("model", Map.of("a", call)), "names " + name + ",");
        assertRefused(nested, "names " + name + ",");
    }

    @Test
    void classes_that_the_library_would_make_on_its_own_are_not_made() throws IOException {
        AtomicInteger made = new AtomicInteger();
        Unpickler.registerConstructor("somewhere", "Else", args -> made.incrementAndGet());
        Path file = TorchFileWriter.write(
                folder.resolve("classes.pth"),
                Map.of(
                        "model",
                        Map.of("a", Tensor.of(StorageData.floats(1), 1)),
                        "other",
                        new Call(new Global("somewhere", "Else"), List.of())));
        try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file, Optional.empty())) {
            assertThat(checkpoint.tensors()).containsOnlyKeys("a");
        }
        assertRefused(new Call(new Global("operator", "attrgetter"), List.of("a")), "names operator.attrgetter,");
        assertRefused(new Call(new Global("builtins", "ValueError"), List.of()), "names builtins.ValueError,");
        assertThat(made).hasValue(0);
    }

    @Test
    void the_other_instructions_that_name_or_call_something_are_refused() throws IOException {
        // Protocol 0: INST; protocol 4: STACK_GLOBAL; the extension registry; out-of-band buffers.
        assertDamaged("(ios\nsystem\n.", "0x69");
        assertDamaged("\u0080\u0004\u008c\u0005posix\u008c\u0006system\u0093.", "names posix.system,");
        assertDamaged("\u0080\u0002\u0082\u0001.", "0x82");
        assertDamaged("\u0080\u0005\u0097.", "0x97");
        assertDamaged("(S'ls'\nos\nsystem\n.", "0x53");
    }

    @Test
    void a_storage_type_is_a_name_and_no_function() throws IOException {
        assertRefused(new Call(new Global("torch", "FloatStorage"), List.of(4)), "damaged at instruction");
    }

    @Test
    void lengths_and_depths_that_no_memory_holds_are_refused() throws IOException {
        assertDamaged("\u0080\u0002X\u00ff\u00ff\u00ff\u007f.", "a string of 2147483647 bytes where 1 are left");
        assertDamaged(
                "\u0080\u0004\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u007f.",
                "a string of 9223372036854775807 bytes");
        assertDamaged("\u0080\u0002" + "]".repeat(5_000_000), "more than 4000000 instructions");
        // A list in a list in a list, then used as a key: hashing it would overflow the stack.
        int depth = 500_000;
        assertDamaged("\u0080\u0002}" + "]".repeat(depth) + "a".repeat(depth - 1) + "Ns.", "a key that is a container");
    }

    @Test
    void whatever_byte_is_damaged_the_file_is_read_or_refused_in_one_sentence() throws IOException {
        byte[] sound = PickleWriter.pickle(
                Map.of(
                        "model",
                        new OrderedDict(Map.of(
                                "a",
                                Tensor.of(StorageData.floats(1, 2), 2),
                                "b",
                                new Parameter(Tensor.of(StorageData.floats(3, 4), 1, 2))))),
                storage -> "0");
        Random random = new Random(3);
        List<String> refusals = new ArrayList<>();
        for (int trial = 0; trial < 3000; trial++) {
            byte[] damaged = sound.clone();
            for (int flip = 0; flip <= trial % 3; flip++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            Path file = TorchFileWriter.write(
                    folder.resolve("damaged.pth"), damaged, Map.of("0", StorageData.floats(1, 2)), false);
            try (TorchCheckpoint checkpoint = TorchCheckpoint.open(file, Optional.empty())) {
                assertThat(checkpoint.tensors()).isNotNull();
            } catch (TorchFileException e) {
                refusals.add(e.getMessage());
            }
        }
        assertThat(refusals).hasSizeGreaterThan(1000).allMatch(message -> message.startsWith(folder.toString()));
    }

    private void assertRefused(Object root, String... parts) throws IOException {
        assertRefused(TorchFileWriter.write(folder.resolve("hostile.pth"), root), parts);
    }

    /** @param pickle one character for each byte */
    private void assertDamaged(String pickle, String part) throws IOException {
        byte[] bytes = pickle.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertRefused(TorchFileWriter.write(folder.resolve("hostile.pth"), bytes, Map.of(), false), part);
    }

    private static void assertRefused(Path file, String... parts) {
        assertThatThrownBy(() -> TorchCheckpoint.open(file, Optional.empty()).close())
                .isInstanceOf(TorchFileException.class)
                .hasMessageContaining("hostile.pth: its pickle ")
                .hasMessageContainingAll(parts);
    }
}
