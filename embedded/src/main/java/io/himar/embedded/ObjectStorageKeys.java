package io.himar.embedded;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;

/** The key pair of an embedded object storage. */
record ObjectStorageKeys(String accessKey, String secretKey) {
    private static final int SECRET_BYTES = 30;
    private static final int ACCESS_BYTES = 12;

    ObjectStorageKeys {
        if (accessKey == null || accessKey.isBlank() || secretKey == null || secretKey.isBlank()) {
            throw new IllegalArgumentException("accessKey, secretKey: blank (expected: both set)");
        }
    }

    /** Reads the pair from the file, or draws one and writes it there, readable by its owner alone. */
    static ObjectStorageKeys readOrDraw(Path file) throws IOException {
        if (Files.exists(file)) {
            return read(file);
        }
        ObjectStorageKeys drawn = draw();
        Properties properties = new Properties();
        properties.setProperty("access-key", drawn.accessKey);
        properties.setProperty("secret-key", drawn.secretKey);
        StringWriter text = new StringWriter();
        properties.store(text, "Key pair of the embedded object storage");
        OwnerOnlyFile.write(file, text.toString());
        return drawn;
    }

    private static ObjectStorageKeys read(Path file) throws IOException {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        String access = properties.getProperty("access-key", "");
        String secret = properties.getProperty("secret-key", "");
        if (access.isBlank() || secret.isBlank()) {
            throw new EmbeddedServerException("The key file " + file
                    + " lacks access-key or secret-key: restore it, or delete it to have a new pair drawn.");
        }
        return new ObjectStorageKeys(access, secret);
    }

    private static ObjectStorageKeys draw() {
        SecureRandom random = new SecureRandom();
        return new ObjectStorageKeys(text(random, ACCESS_BYTES), text(random, SECRET_BYTES));
    }

    private static String text(SecureRandom random, int bytes) {
        byte[] drawn = new byte[bytes];
        random.nextBytes(drawn);
        // Letters and digits only: some clients mishandle other characters in a credential scope.
        return Base64.getEncoder()
                .withoutPadding()
                .encodeToString(drawn)
                .replace('+', 'A')
                .replace('/', 'B');
    }
}
