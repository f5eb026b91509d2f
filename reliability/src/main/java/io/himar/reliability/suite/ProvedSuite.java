package io.himar.reliability.suite;

import io.himar.reliability.process.FreePort;
import io.himar.reliability.process.JvmProcess;
import io.himar.reliability.process.JvmProcess.Spec;
import io.himar.reliability.process.Signal;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** The servers and all services, running. */
public final class ProvedSuite implements AutoCloseable {
    private final SuiteSpec spec;
    private final ServerProcesses servers;
    private final List<Service> services = new CopyOnWriteArrayList<>();

    private ProvedSuite(SuiteSpec spec, ServerProcesses servers) {
        this.spec = spec;
        this.servers = servers;
    }

    /** Starts everything, and returns once all services are ready. */
    public static ProvedSuite start(SuiteSpec spec) throws IOException, InterruptedException {
        ProvedSuite suite = new ProvedSuite(spec, new ServerProcesses(spec));
        Runtime.getRuntime().addShutdownHook(new Thread(suite::close, "suite-close"));
        suite.servers.start();
        suite.startServices();
        return suite;
    }

    /** Starts everything but workers, which {@link #another} makes. */
    public static ProvedSuite startWithoutWorkers(SuiteSpec spec) throws IOException, InterruptedException {
        ProvedSuite suite = new ProvedSuite(spec, new ServerProcesses(spec));
        Runtime.getRuntime().addShutdownHook(new Thread(suite::close, "suite-close"));
        suite.servers.start();
        startAll(List.of(suite.another(ServiceKind.SCHEDULER, "scheduler")));
        startAll(List.of(suite.another(ServiceKind.GATEWAY, "gateway")));
        return suite;
    }

    /** One more service, which is not started yet; closing the suite ends it. */
    public synchronized Service another(ServiceKind kind, String name) throws IOException {
        Service service = service(kind, name, spec.version());
        services.add(service);
        return service;
    }

    public ServerProcesses servers() {
        return servers;
    }

    /** All services, the first one of each kind before the second. */
    public List<Service> services() {
        return List.copyOf(services);
    }

    /**
     * Starts one more of each kind beside those that run, one after the other, and returns once all are ready.
     *
     * @param name is added to the names of their kinds
     */
    public List<Service> join(String name, Version version) throws IOException, InterruptedException {
        List<Service> joining = new ArrayList<>();
        for (ServiceKind kind : ServiceKind.values()) {
            Service service = service(kind, kind + "-" + name, version);
            joining.add(service);
            services.add(service);
            startAll(List.of(service));
        }
        return joining;
    }

    /** Asks one to end, and returns once it has, with its exit status. */
    public int leave(Service service) throws IOException, InterruptedException {
        int status = service.process().terminate();
        services.remove(service);
        return status;
    }

    /** Addresses of all gateways. */
    public List<URI> gateways() {
        return services(ServiceKind.GATEWAY).stream().map(Service::address).toList();
    }

    public List<Service> services(ServiceKind kind) {
        return services.stream().filter(service -> service.kind() == kind).toList();
    }

    /** SIGKILL of all services and servers; returns once they have gone. */
    public void kill() throws IOException, InterruptedException {
        for (JvmProcess process : processes()) {
            Signal.KILL.send(process.pid());
        }
        // After the process that watches over it, and would start it again.
        servers.signalPostgres(Signal.KILL);
        for (JvmProcess process : processes()) {
            int unused = process.kill();
        }
    }

    /** Starts all services and servers at the same time, and returns once all of them are ready. */
    public void startAgain() throws IOException, InterruptedException {
        servers.launch();
        for (Service service : services) {
            service.process().start();
        }
        servers.awaitAll();
        for (Service service : services) {
            service.awaitReady();
        }
    }

    private List<JvmProcess> processes() {
        return Stream.concat(services.stream().map(Service::process), servers.processes().stream())
                .toList();
    }

    @Override
    public synchronized void close() {
        services.forEach(service -> service.process().stopForGood());
        servers.close();
    }

    private void startServices() throws IOException, InterruptedException {
        for (int i = 1; i <= spec.instances(); i++) {
            for (ServiceKind kind : ServiceKind.values()) {
                services.add(service(kind, kind + "-" + i, spec.version()));
            }
        }
        List<Service> schedulers = services(ServiceKind.SCHEDULER);
        startAll(schedulers.subList(0, 1));
        startAll(services.stream()
                .filter(service -> !service.equals(schedulers.get(0)))
                .toList());
    }

    private static void startAll(List<Service> some) throws IOException, InterruptedException {
        for (Service service : some) {
            service.process().start();
        }
        for (Service service : some) {
            service.awaitReady();
        }
    }

    private Service service(ServiceKind kind, String name, Version version) throws IOException {
        int port = FreePort.next();
        DirectAccess direct = servers.direct();
        List<String> arguments = new ArrayList<>(List.of(kind.name()));
        arguments.addAll(addresses(direct, version));
        arguments.addAll(Arrays.asList(
                "--server.port=" + port, "--himar.worker.name=" + name, "--springdoc.api-docs.enabled=false"));
        arguments.addAll(spec.settingsAsArguments());
        Path log = spec.directory().resolve("logs").resolve(name + ".log");
        JvmProcess process = new JvmProcess(new Spec(
                name,
                ServiceMain.class.getName(),
                JvmOptions.of(spec.heap(), spec.fast()),
                arguments,
                version.classPath(),
                log));
        return new Service(kind, process, port);
    }

    private List<String> addresses(DirectAccess direct, Version version) {
        return List.of(
                "--server.address=127.0.0.1",
                "--himar.keys.required=false",
                "--himar.database.url=" + version.database(spec.fast() ? direct.jdbcUrl() : servers.proxiedDatabase()),
                "--himar.database.username=" + direct.username(),
                "--himar.database.password=" + direct.password(),
                "--himar.kafka.bootstrap-servers=" + servers.bootstrapServers(),
                "--himar.objects.endpoint=" + (spec.fast() ? servers.publicObjects() : servers.proxiedObjects()),
                "--himar.objects.public-endpoint=" + servers.publicObjects(),
                "--himar.objects.bucket=" + DirectAccess.BUCKET,
                "--himar.objects.access-key=" + direct.objectsAccessKey(),
                "--himar.objects.secret-key=" + direct.objectsSecretKey(),
                "--himar.inference.address=" + servers.inferenceAddress(),
                "--himar.models.directory=" + servers.models());
    }
}
