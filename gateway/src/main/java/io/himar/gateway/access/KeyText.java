package io.himar.gateway.access;

import io.himar.storage.keys.NewApiKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.regex.Pattern;

/**
 * The text of an API key: {@code himar_}, eight letters and digits that tell it from others, and a secret of 256 random
 * bits. Nobody can try so many, so one pass of SHA-256 protects it as well as a slow function protects a password.
 */
public record KeyText(String text) {
    static final String BEGIN = "himar_";

    private static final int TELLING = 8;
    private static final int SECRET_BYTES = 32;
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    /** What the header Authorization can carry behind "Bearer". */
    private static final Pattern TOKEN = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new key. */
    public static KeyText random() {
        StringBuilder text = new StringBuilder(BEGIN);
        for (int i = 0; i < TELLING; i++) {
            text.append(LETTERS.charAt(RANDOM.nextInt(LETTERS.length())));
        }
        byte[] secret = new byte[SECRET_BYTES];
        RANDOM.nextBytes(secret);
        text.append('_').append(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
        return new KeyText(text.toString());
    }

    static boolean isToken(String text) {
        return TOKEN.matcher(text).matches();
    }

    /** What is kept of it. */
    public NewApiKey.Secret secret() {
        return new NewApiKey.Secret(text.substring(0, BEGIN.length() + TELLING), digest());
    }

    byte[] digest() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Not the text, which is a secret. */
    @Override
    public String toString() {
        return "***";
    }
}
