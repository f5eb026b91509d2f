package io.himar.model.onnx;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What decides the content of an export: the graphs and configurations as they would be written now, and the weights.
 */
record ExportFingerprint(String hex) {
    /**
     * Says that the weights were checked to be finite, and that the graphs have the number of their version. An export
     * by a version that did not do so is made anew.
     */
    private static final String CHECKED = " finite numbered";

    static ExportFingerprint of(
            List<TritonModel> models, Precision precision, BatchingPolicy batching, List<Path> sources)
            throws IOException {
        MessageDigest digest = sha256();
        digest.update(precision.toString().getBytes(StandardCharsets.UTF_8));
        for (TritonModel model : models) {
            digest.update(model.graph().structure());
            digest.update(model.configuration(batching).getBytes(StandardCharsets.UTF_8));
        }
        for (Path source : sources) {
            try (InputStream in = new DigestInputStream(Files.newInputStream(source), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
        return new ExportFingerprint(HexFormat.of().formatHex(digest.digest()));
    }

    /** What is noted of an export. */
    String line() {
        return hex + CHECKED;
    }

    ExportVersion version() {
        return ExportVersion.of(hex);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
