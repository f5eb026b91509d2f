package io.himar.reliability.suite;

import io.himar.reliability.process.FreePort;
import io.himar.reliability.process.JvmProcess;
import io.himar.reliability.process.JvmProcess.Spec;
import io.himar.reliability.process.Signal;
import io.himar.reliability.process.Waiting;
import io.himar.reliability.proxy.FaultProxy;
import io.himar.reliability.stub.StubControl;
import io.himar.reliability.stub.StubServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.apache.commons.io.file.PathUtils;

/** Postgres, Kafka, object storage and the stub of the inference server, each a process of its own. */
public final class ServerProcesses implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final List<String> NAMES = List.of("kafka", "postgres", "objects");

    private final SuiteSpec spec;
    private final int kafkaPort = FreePort.next();
    private final int objectsPort = FreePort.next();
    private final int postgresPort = FreePort.next();
    private final int inferencePort = FreePort.next();
    private final int controlPort = FreePort.next();
    private final JvmProcess postgres;
    private final JvmProcess kafka;
    private final JvmProcess objects;
    private final JvmProcess inference;
    private final FaultProxy objectsProxy;
    private final FaultProxy databaseProxy;
    private final Map<String, BoundedDisk> disks = new HashMap<>();
    private final StubControl stub = new StubControl(controlPort);

    ServerProcesses(SuiteSpec spec) throws IOException {
        this.spec = spec;
        writeModel();
        postgres = server("postgres", postgresPort, 64);
        kafka = server("kafka", kafkaPort, 256);
        objects = server("objects", spec.fast() ? "memory-objects" : "objects", objectsPort, spec.fast() ? 2048 : 192);
        inference = new JvmProcess(new Spec(
                "inference",
                StubServer.class.getName(),
                JvmOptions.of(160, spec.fast()),
                List.of(
                        models().resolve(spec.model() + ".json").toString(),
                        Integer.toString(inferencePort),
                        Integer.toString(controlPort),
                        Long.toString(spec.runTime().toMillis())),
                System.getProperty("java.class.path"),
                log("inference")));
        objectsProxy = new FaultProxy(FreePort.next(), objectsPort);
        databaseProxy = new FaultProxy(FreePort.next(), postgresPort);
    }

    void start() throws IOException, InterruptedException {
        for (String name : spec.boundedDisks()) {
            BoundedDisk.mount(directory(name)).ifPresent(disk -> disks.put(name, disk));
        }
        launch();
        awaitAll();
    }

    /** Starts all servers, none of which runs. */
    void launch() throws IOException {
        for (String name : NAMES) {
            Files.deleteIfExists(facts(name));
        }
        for (JvmProcess each : processes()) {
            each.start();
        }
    }

    /** Returns once all servers take requests. */
    void awaitAll() throws InterruptedException {
        for (String name : NAMES) {
            awaitFacts(name);
        }
        awaitInference();
    }

    List<JvmProcess> processes() {
        return List.of(postgres, kafka, objects, inference);
    }

    /** To Postgres's first process, which is none of ours. */
    void signalPostgres(Signal signal) throws IOException, InterruptedException {
        signal.send(postmaster());
    }

    /** Postgres, Kafka or object storage, started again after it has ended. */
    public void startAgain(String name) throws IOException, InterruptedException {
        Files.deleteIfExists(facts(name));
        process(name).start();
        awaitFacts(name);
    }

    /** Ends Postgres, Kafka or object storage, and starts it without any data. */
    public void renew(String name) throws IOException, InterruptedException {
        int unused = process(name).terminate();
        PathUtils.deleteDirectory(directory(name));
        startAgain(name);
    }

    /** The stub, started again after it was killed. */
    public void startInference() throws IOException, InterruptedException {
        inference.start();
        awaitInference();
    }

    /** The process of {@code postgres}, {@code kafka} or {@code objects}. */
    public JvmProcess process(String name) {
        return switch (name) {
            case "postgres" -> postgres;
            case "kafka" -> kafka;
            case "objects" -> objects;
            default ->
                throw new IllegalArgumentException("server: " + name + " (expected: postgres, kafka or objects)");
        };
    }

    /** The disk of {@code postgres}, {@code kafka} or {@code objects}, if it has one of its own. */
    public Optional<BoundedDisk> disk(String name) {
        return Optional.ofNullable(disks.get(name));
    }

    public JvmProcess inference() {
        return inference;
    }

    public StubControl stub() {
        return stub;
    }

    /** Between the services and object storage. */
    public FaultProxy objectsProxy() {
        return objectsProxy;
    }

    /** Between the services and Postgres. */
    public FaultProxy databaseProxy() {
        return databaseProxy;
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + kafkaPort;
    }

    /** The process number of Postgres's first process, or an exception while there is none. */
    public long postmaster() throws IOException {
        List<String> lines = Files.readAllLines(directory("postgres").resolve("cluster/postmaster.pid"));
        return Long.parseLong(lines.get(0).strip());
    }

    /** Past the proxies. */
    public DirectAccess direct() throws IOException {
        Properties database = Facts.read(facts("postgres"));
        Properties keys = Facts.read(facts("objects"));
        return new DirectAccess(
                "jdbc:postgresql://127.0.0.1:" + postgresPort + "/postgres",
                database.getProperty("username"),
                database.getProperty("password"),
                "http://127.0.0.1:" + objectsPort,
                keys.getProperty("access-key"),
                keys.getProperty("secret-key"));
    }

    /** The address of object storage as customers know it, past the proxy. */
    String publicObjects() {
        return "http://127.0.0.1:" + objectsPort;
    }

    String proxiedObjects() {
        return "http://127.0.0.1:" + objectsProxy.port();
    }

    String proxiedDatabase() {
        return "jdbc:postgresql://127.0.0.1:" + databaseProxy.port() + "/postgres";
    }

    String inferenceAddress() {
        return "127.0.0.1:" + inferencePort;
    }

    Path models() {
        return spec.directory().resolve("models");
    }

    @Override
    public void close() {
        objectsProxy.close();
        databaseProxy.close();
        List<JvmProcess> running = new ArrayList<>(List.of(kafka, objects, inference));
        running.forEach(JvmProcess::stopForGood);
        try {
            if (postgres.alive()) {
                int unused = postgres.terminate();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (IOException | IllegalStateException leftBehind) {
            System.err.println("Postgres was not stopped: " + leftBehind.getMessage());
        }
        disks.values().forEach(BoundedDisk::close);
        disks.clear();
    }

    private void awaitFacts(String name) throws InterruptedException {
        Waiting.require(name + " did not start, see its log", PATIENCE, () -> Files.exists(facts(name)));
    }

    private void awaitInference() throws InterruptedException {
        Waiting.require(
                "inference did not start, see its log",
                PATIENCE,
                () -> stub.counters().containsKey("affected"));
    }

    private JvmProcess server(String name, int port, int heap) throws IOException {
        return server(name, name, port, heap);
    }

    private JvmProcess server(String name, String kind, int port, int heap) throws IOException {
        return new JvmProcess(new Spec(
                name,
                ServerMain.class.getName(),
                JvmOptions.of(heap, spec.fast()),
                List.of(
                        kind,
                        directory(name).toString(),
                        Integer.toString(port),
                        facts(name).toString()),
                System.getProperty("java.class.path"),
                log(name)));
    }

    private Path directory(String name) {
        return spec.directory().resolve(name);
    }

    private Path facts(String name) {
        return spec.directory().resolve(name + ".properties");
    }

    private Path log(String name) throws IOException {
        return Files.createDirectories(spec.directory().resolve("logs")).resolve(name + ".log");
    }

    /** The services read the configuration only; the graphs are the stub's. */
    private void writeModel() throws IOException {
        Files.createDirectories(models());
        try (InputStream json =
                Objects.requireNonNull(ServerProcesses.class.getResourceAsStream(spec.model() + ".json"))) {
            Files.write(models().resolve(spec.model() + ".json"), json.readAllBytes());
        }
    }
}
