package io.himar.gateway;

import io.himar.contracts.Topics;
import io.himar.servers.KafkaServer;
import io.himar.servers.ObjectStorageServer;
import io.himar.servers.PostgresServer;
import io.himar.storage.objects.ObjectStore;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** A gateway on a free port with its real servers: Postgres, Kafka and object storage. Shared by all tests of a run. */
public final class RunningGateway implements AutoCloseable {
    /** The administrator's key of the {@link #second} gateway. */
    public static final String ADMIN_KEY = "the-admin-key-of-the-second-gateway";

    /** How often a webhook is sent again. */
    public static final int WEBHOOK_RETRIES = 2;

    private final Path directory;
    private final Deque<Runnable> closers = new ArrayDeque<>();
    private final PostgresServer postgres;
    private final KafkaServer kafka;
    private final ObjectStorageServer objects;
    private final ConfigurableApplicationContext application;
    private ConfigurableApplicationContext second;
    private ConfigurableApplicationContext texts;

    RunningGateway() throws Exception {
        directory = Files.createTempDirectory("himar-gateway");
        try {
            postgres = PostgresServer.start(directory.resolve("postgres"));
            closers.push(postgres::close);
            kafka = KafkaServer.start(directory.resolve("kafka"));
            closers.push(kafka::close);
            objects = ObjectStorageServer.start(directory.resolve("objects"));
            closers.push(objects::close);
            createTopic();
            application = start(Map.of());
            closers.push(application::close);
            application.getBean(ObjectStore.class).ensureBucket();
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    /** Starts a gateway on these servers; settings given here win. */
    public ConfigurableApplicationContext start(Map<String, Object> more) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("server.port", 0);
        settings.put("server.address", "127.0.0.1");
        settings.put("himar.database.url", postgres.jdbcUrl());
        settings.put("himar.database.username", postgres.username());
        settings.put("himar.database.password", postgres.password());
        settings.put("himar.kafka.bootstrap-servers", kafka.bootstrapServers());
        settings.put("himar.objects.endpoint", objects.endpoint());
        settings.put("himar.objects.region", objects.region());
        settings.put("himar.objects.access-key", objects.accessKey());
        settings.put("himar.objects.secret-key", objects.secretKey());
        settings.put("himar.models.directory", "src/test/resources/models");
        // Only tests of keys show one.
        settings.put("himar.keys.required", false);
        settings.put("himar.generations.max-count", 10);
        settings.put("himar.events.heartbeat", "1s");
        // What tests see has come by notification, not by looking again.
        settings.put("himar.events.poll", "1h");
        settings.put("himar.webhooks.allow-http", true);
        settings.put("himar.webhooks.allow", "127.0.0.0/8");
        settings.put("himar.webhooks.delivery.poll", "100ms");
        settings.put("himar.webhooks.delivery.retries", "100ms,100ms");
        settings.put("himar.openai.heartbeat", "200ms");
        // Who waits for how many others, only tests know that ask for it.
        settings.put("himar.events.queue", "1h");
        settings.putAll(more);
        return GatewayApplication.start(settings.entrySet().stream()
                .map(setting -> "--" + setting.getKey() + "=" + setting.getValue())
                .toArray(String[]::new));
    }

    /** Port of a second gateway on these servers, which asks for keys and admits 100 images a request. */
    public synchronized int second() {
        if (second == null) {
            second = start(Map.of(
                    "himar.keys.required",
                    true,
                    "himar.keys.remembered",
                    "0s",
                    "himar.admin.key",
                    ADMIN_KEY,
                    "himar.generations.max-count",
                    100));
            closers.push(second::close);
        }
        return port(second);
    }

    /** Port of another gateway on these servers, which has a model that draws texts, too. */
    public synchronized int texts() throws IOException {
        if (texts == null) {
            Path models = directory.resolve("models");
            FileSystemUtils.copyRecursively(Path.of("src/test/resources/models"), models);
            FileSystemUtils.copyRecursively(Path.of("src/test/resources/text-models"), models);
            texts = start(Map.of("himar.models.directory", models));
            closers.push(texts::close);
        }
        return port(texts);
    }

    private void createTopic() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(Topics.DEFAULT.imageEvents(), 2, (short) 1)))
                    .all()
                    .get();
        }
    }

    public int port() {
        return port(application);
    }

    static int port(ConfigurableApplicationContext application) {
        return application.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
    }

    public HttpCalls http() {
        return http(port());
    }

    /** Calls of another gateway. */
    public HttpCalls http(int port) {
        return new HttpCalls(URI.create("http://127.0.0.1:" + port));
    }

    /** Calls of another gateway, which {@link #start} has started. */
    public static HttpCalls http(ConfigurableApplicationContext other) {
        return new HttpCalls(URI.create("http://127.0.0.1:" + port(other)));
    }

    public DataSource database() {
        return application.getBean(DataSource.class);
    }

    public ObjectStore objects() {
        return application.getBean(ObjectStore.class);
    }

    public String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    @Override
    public void close() throws IOException {
        while (!closers.isEmpty()) {
            closers.pop().run();
        }
        FileSystemUtils.deleteRecursively(directory);
    }
}
