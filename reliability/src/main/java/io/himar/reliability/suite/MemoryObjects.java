package io.himar.reliability.suite;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * As much of S3 as the suite uses, as fast as it can be: objects lie in memory, and signatures are not checked. For
 * measuring everything else.
 */
final class MemoryObjects implements AutoCloseable {
    private static final int THREADS = 16;
    private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");
    private static final int OK = 200;
    private static final int NO_CONTENT = 204;
    private static final int NOT_FOUND = 404;
    /** Nothing is ever found by listing, so nothing is swept. */
    private static final String NO_OBJECTS = "<ListBucketResult><Name>himar</Name><Prefix/><MaxKeys>1000</MaxKeys>"
            + "<IsTruncated>false</IsTruncated></ListBucketResult>";

    private static final byte[] NOTHING = new byte[0];

    private final ConcurrentSkipListMap<String, byte[]> objects = new ConcurrentSkipListMap<>();
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final HttpServer server;

    private MemoryObjects(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
    }

    static MemoryObjects start(int port) throws IOException {
        MemoryObjects started = new MemoryObjects(port);
        started.server.start();
        return started;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        // "/bucket/key"; buckets need not be made.
        String[] path = exchange.getRequestURI().getPath().split("/", 3);
        String key = path.length < 3 ? "" : path[2];
        byte[] body = exchange.getRequestBody().readAllBytes();
        switch (exchange.getRequestMethod()) {
            case "PUT" -> {
                objects.put(key, body);
                exchange.getResponseHeaders().set("ETag", "\"0\"");
                answer(exchange, OK, NOTHING);
            }
            case "DELETE" -> {
                objects.remove(key);
                answer(exchange, NO_CONTENT, NOTHING);
            }
            case "POST" -> {
                deleteAll(new String(body, StandardCharsets.UTF_8));
                answer(exchange, OK, "<DeleteResult/>".getBytes(StandardCharsets.UTF_8));
            }
            default -> read(exchange, key);
        }
    }

    private void read(HttpExchange exchange, String key) throws IOException {
        if (key.isEmpty()) {
            answer(exchange, OK, NO_OBJECTS.getBytes(StandardCharsets.UTF_8));
            return;
        }
        byte[] found = objects.get(key);
        exchange.getResponseHeaders()
                .set(
                        "Last-Modified",
                        DateTimeFormatter.RFC_1123_DATE_TIME.format(
                                Instant.now().atOffset(ZoneOffset.UTC)));
        answer(exchange, found == null ? NOT_FOUND : OK, found == null ? NOTHING : found);
    }

    private void deleteAll(String xml) {
        Matcher keys = KEY.matcher(xml);
        while (keys.find()) {
            objects.remove(keys.group(1));
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        boolean without = body.length == 0 || exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, without ? -1 : body.length);
        if (!without) {
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }
}
