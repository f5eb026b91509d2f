package io.himar.model;

import static io.himar.model.GoldenArrays.join;
import static io.himar.model.GoldenArrays.part;

import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.sampling.GoldenSchedules;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.SamplerTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * A recorded chain of denoising steps.
 *
 * @param name {@code HEAD.RESPACING.cfgG.tempT}
 */
record GoldenChain(String name) {

    private static final String OUT = ".out";

    /** All chains of a head, {@code mlp} or {@code dit}. */
    static List<GoldenChain> all(String head) {
        return ending(head, OUT);
    }

    /** Those of which every step is recorded. */
    static List<GoldenChain> withSteps(String head) {
        return ending(head, ".x_in");
    }

    private static List<GoldenChain> ending(String head, String suffix) {
        return names().stream()
                .filter(tensor -> tensor.startsWith(head + ".") && tensor.endsWith(suffix))
                .map(tensor -> new GoldenChain(tensor.substring(0, tensor.length() - suffix.length())))
                .toList();
    }

    private static Set<String> names() {
        try (SafetensorsFile file = GoldenFiles.open("sampling")) {
            return file.names();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    SamplerTable table() {
        String[] parts = name.split("\\.", 3);
        float temperature = Float.parseFloat(name.substring(name.indexOf("temp") + "temp".length()));
        return SamplerTable.of(GoldenSchedules.byName(parts[1]), SamplerKind.DDPM, parts[0].equals("mlp"), temperature);
    }

    int steps() {
        return table().steps();
    }

    /** One step alone, as a table. */
    SamplerTable row(int k) {
        int from = k * SamplerTable.COLUMNS;
        float[] values = Arrays.copyOfRange(table().values(), from, from + SamplerTable.COLUMNS);
        return new SamplerTable(1, values, true);
    }

    float guidance() {
        return Float.parseFloat(name.substring(name.indexOf("cfg") + "cfg".length(), name.indexOf(".temp")));
    }

    /** The initial noise, then that of every step. A chain of another temperature reuses that of temperature 1. */
    float[] noise() {
        String source = names().contains(name + ".noise_init") ? name : name.replaceAll("temp.*", "temp1.0");
        return join(
                GoldenFiles.floats("sampling", source + ".noise_init"),
                GoldenFiles.floats("sampling", source + ".noise_steps"));
    }

    float[] out() {
        return GoldenFiles.floats("sampling", name + OUT);
    }

    float[] stepInput(int k) {
        return part(GoldenFiles.floats("sampling", name + ".x_in"), k, steps());
    }

    float[] stepNoise(int k) {
        return part(GoldenFiles.floats("sampling", name + ".noise_steps"), k, steps());
    }

    float[] stepOutput(int k) {
        return part(GoldenFiles.floats("sampling", name + ".x_out"), k, steps());
    }
}
