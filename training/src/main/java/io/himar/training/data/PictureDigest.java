package io.himar.training.data;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/** SHA-256 of the classes' names and of every picture with its class, in their order. */
final class PictureDigest {
    private final MessageDigest digest;

    PictureDigest(int side, List<String> classes) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
        digest.update((side + " " + classes).getBytes(StandardCharsets.UTF_8));
    }

    void add(byte[] pixels, int label) {
        digest.update((" " + label + " ").getBytes(StandardCharsets.UTF_8));
        digest.update(pixels);
    }

    /** Of all that were added; the last call. */
    String fingerprint() {
        return HexFormat.of().formatHex(digest.digest());
    }
}
