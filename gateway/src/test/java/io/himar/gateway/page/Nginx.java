package io.himar.gateway.page;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.util.FileSystemUtils;

/** The nginx of the machine as a reverse proxy that offers a gateway below a path, configured as usual. */
final class Nginx implements AutoCloseable {
    private static final String CONFIGURATION = """
            daemon off;
            pid %1$s/pid;
            error_log %1$s/log;
            events {}
            http {
              access_log off;
              client_body_temp_path %1$s/body;
              proxy_temp_path %1$s/proxy;
              fastcgi_temp_path %1$s/fastcgi;
              uwsgi_temp_path %1$s/uwsgi;
              scgi_temp_path %1$s/scgi;
              server {
                listen 127.0.0.1:%2$d;
                location %3$s/ {
                  proxy_pass http://127.0.0.1:%4$d/;
                  proxy_http_version 1.1;
                  proxy_set_header X-Forwarded-Prefix %3$s;
                  proxy_set_header X-Forwarded-Host $http_host;
                  proxy_set_header X-Forwarded-Proto $scheme;
                }
              }
            }
            """;

    private final Path directory;
    private final int port;
    private final Process process;

    private Nginx(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    static Optional<Path> installed() {
        return Programs.find("nginx");
    }

    static Nginx below(String path, int gatewayPort) throws Exception {
        Path directory = Files.createTempDirectory("himar-nginx");
        int port = freePort();
        Path file = Files.writeString(
                directory.resolve("nginx.conf"), CONFIGURATION.formatted(directory, port, path, gatewayPort));
        Process process = new ProcessBuilder(
                        installed().orElseThrow().toString(),
                        "-p",
                        directory.toString(),
                        "-e",
                        directory.resolve("log").toString(),
                        "-c",
                        file.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        Nginx nginx = new Nginx(directory, port, process);
        nginx.awaitStart();
        return nginx;
    }

    String address() {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        process.onExit().join();
        FileSystemUtils.deleteRecursively(directory);
    }

    private void awaitStart() throws Exception {
        while (!listens()) {
            if (!process.isAlive()) {
                throw new IllegalStateException(
                        "nginx does not start: " + Files.readString(directory.resolve("output")));
            }
            Thread.sleep(20);
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
