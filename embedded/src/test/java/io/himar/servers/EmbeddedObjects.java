package io.himar.servers;

import io.himar.embedded.EmbeddedObjectStorage;
import java.net.URI;
import java.nio.file.Path;

/** An object storage in this JVM. */
final class EmbeddedObjects implements ObjectStorageServer {
    private final Path directory;
    private final URI endpoint;
    private final String accessKey;
    private final String secretKey;
    private EmbeddedObjectStorage storage;

    private EmbeddedObjects(Path directory, EmbeddedObjectStorage storage) {
        this.directory = directory;
        this.endpoint = storage.endpoint();
        this.accessKey = storage.accessKey();
        this.secretKey = storage.secretKey();
        this.storage = storage;
    }

    static EmbeddedObjects start(Path directory) {
        return new EmbeddedObjects(directory, EmbeddedObjectStorage.start(directory));
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public String accessKey() {
        return accessKey;
    }

    @Override
    public String secretKey() {
        return secretKey;
    }

    @Override
    public synchronized void stop() {
        if (storage != null) {
            storage.close();
            storage = null;
        }
    }

    @Override
    public synchronized void startAgain() {
        storage = EmbeddedObjectStorage.start(directory, endpoint.getPort());
    }

    @Override
    public void close() {
        stop();
    }
}
