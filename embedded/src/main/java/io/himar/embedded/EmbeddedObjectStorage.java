package io.himar.embedded;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;

/**
 * A real S3 endpoint (s3proxy) in this JVM that keeps its objects in a directory and checks AWS signatures of version
 * 4, so that an expired, altered or missing signature gets a 403. It listens on 127.0.0.1 only. Its key pair is drawn
 * at the first start and kept in the directory, so that signed URLs stay valid over a restart on the same port.
 */
public final class EmbeddedObjectStorage implements AutoCloseable {
    private static final String NAME = "object storage";

    private final ServerDirectory directory;
    private final ObjectStorageKeys keys;
    private final S3Proxy server;

    private EmbeddedObjectStorage(ServerDirectory directory, ObjectStorageKeys keys, S3Proxy server) {
        this.directory = directory;
        this.keys = keys;
        this.server = server;
    }

    /** Starts on any free port; see {@link #start(Path, int)}. */
    public static EmbeddedObjectStorage start(Path dataDirectory) {
        return start(dataDirectory, 0);
    }

    /**
     * Starts the endpoint on a directory, which is created if missing.
     *
     * @param port TCP port on 127.0.0.1, 0 for any free one
     * @throws EmbeddedServerException when the port is taken or the directory cannot be used
     */
    public static EmbeddedObjectStorage start(Path dataDirectory, int port) {
        int chosen = Loopback.port(NAME, port);
        ServerDirectory directory = ServerDirectory.open(NAME, dataDirectory);
        try {
            ObjectStorageKeys keys = ObjectStorageKeys.readOrDraw(directory.resolve("keys.properties"));
            Path buckets = Files.createDirectories(directory.resolve("buckets"));
            S3Proxy server = S3Proxy.builder()
                    .blobStore(new FilesystemNio2BlobStore(buckets.toString()))
                    .endpoint(URI.create("http://" + Loopback.HOST + ":" + chosen))
                    .awsAuthentication(AuthenticationType.AWS_V4, keys.accessKey(), keys.secretKey())
                    .ignoreUnknownHeaders(true)
                    .jettyMaxThreads(24)
                    .build();
            server.start();
            return new EmbeddedObjectStorage(directory, keys, server);
        } catch (Exception failure) {
            directory.close();
            throw failed("could not start on " + directory.path(), failure);
        }
    }

    /** The address clients use, path style: {@code http://127.0.0.1:PORT}. */
    public URI endpoint() {
        return URI.create("http://" + Loopback.HOST + ":" + port());
    }

    public int port() {
        return server.getPort();
    }

    public String accessKey() {
        return keys.accessKey();
    }

    public String secretKey() {
        return keys.secretKey();
    }

    /** The region that signatures name; the endpoint accepts any. */
    public String region() {
        return "us-east-1";
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception failure) {
            throw failed("did not stop cleanly", failure);
        } finally {
            directory.close();
        }
    }

    private static EmbeddedServerException failed(String what, Exception cause) {
        if (cause instanceof EmbeddedServerException already) {
            return already;
        }
        String reason = cause instanceof IOException && cause.getCause() != null
                ? cause.getCause().getMessage()
                : cause.getMessage();
        return new EmbeddedServerException("The embedded object storage " + what + ": " + reason + ".", cause);
    }
}
