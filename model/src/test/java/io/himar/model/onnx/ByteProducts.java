package io.himar.model.onnx;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** What the machine of the tests makes of 8-bit products. */
final class ByteProducts {

    private ByteProducts() {}

    /**
     * Whether sums of two products saturate at 16 bits: on x86 without VNNI or AMX (docs/precision.md). A result is
     * then further from the exact one.
     */
    static boolean saturate() {
        if (!Set.of("amd64", "x86_64").contains(System.getProperty("os.arch"))) {
            return false;
        }
        try {
            String flags = Files.readString(Path.of("/proc/cpuinfo"));
            return !flags.contains("vnni") && !flags.contains("amx_int8");
        } catch (IOException e) {
            return false; // no Linux: assume a newer processor
        }
    }
}
