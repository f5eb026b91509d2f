package io.himar.servers;

import java.net.URI;
import java.nio.file.Path;

/** An object storage of its own for tests, which speaks S3 and checks signatures. */
public interface ObjectStorageServer extends AutoCloseable {
    /**
     * Starts a server without any bucket.
     *
     * @param directory of an embedded server's objects; a container has its own
     */
    static ObjectStorageServer start(Path directory) {
        return Containers.used() ? ContainedObjectStorage.start() : EmbeddedObjects.start(directory);
    }

    /** The address clients use, path style. */
    URI endpoint();

    String accessKey();

    String secretKey();

    /** The region that signatures name. */
    default String region() {
        return "us-east-1";
    }

    /** Takes the server away, as an outage does. */
    void stop();

    /** Gives the server back after {@link #stop}, at the same address and with what it held. */
    void startAgain();

    @Override
    void close();
}
