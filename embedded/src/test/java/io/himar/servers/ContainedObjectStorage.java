package io.himar.servers;

import java.net.URI;
import org.testcontainers.containers.wait.strategy.Wait;

/** The SeaweedFS of {@code docker-compose.yml}. */
record ContainedObjectStorage(ContainedServer server) implements ObjectStorageServer {
    static final String IMAGE = "chrislusf/seaweedfs:4.44";

    private static final int S3 = 8333;
    private static final String ACCESS_KEY = "tests";
    private static final String SECRET_KEY = "secret-of-tests";

    static ContainedObjectStorage start() {
        return new ContainedObjectStorage(ContainedServer.of(Containers.image("objects", IMAGE), S3)
                .environment("AWS_ACCESS_KEY_ID", ACCESS_KEY)
                .environment("AWS_SECRET_ACCESS_KEY", SECRET_KEY)
                .command(
                        "mini",
                        "-dir=/data",
                        "-ip=127.0.0.1",
                        "-ip.bind=0.0.0.0",
                        "-webdav=false",
                        "-admin.ui=false",
                        "-s3.port.iceberg=0",
                        "-master.telemetry=false")
                .start(Wait.forHttp("/healthz").forPort(S3)));
    }

    @Override
    public URI endpoint() {
        return URI.create("http://" + server.address());
    }

    @Override
    public String accessKey() {
        return ACCESS_KEY;
    }

    @Override
    public String secretKey() {
        return SECRET_KEY;
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void startAgain() {
        server.startAgain();
    }

    @Override
    public void close() {
        server.close();
    }
}
