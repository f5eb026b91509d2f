package io.himar.training.run;

import io.himar.model.ModelConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What decides the content of encoded latents, as the name of their folder. */
final class LatentKey {
    private static final int BYTES = 8;

    private LatentKey() {}

    /**
     * @param pictures fingerprint of the whole data set
     * @param heldOutEvery decides which of them are encoded
     * @param autoencoder the file of its weights
     * @param model decides how many tokens of each resolution there are, and how the weights are used
     */
    static String of(String pictures, int heldOutEvery, Path autoencoder, ModelConfig model, boolean mirrored) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            String settings = String.join(
                    " ",
                    pictures,
                    Integer.toString(heldOutEvery),
                    Boolean.toString(mirrored),
                    Long.toString(model.lowTokens()),
                    Long.toString(model.denseTokens()),
                    model.vae().toString());
            digest.update(settings.getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(autoencoder));
            return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("the autoencoder " + autoencoder + " cannot be read", e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
