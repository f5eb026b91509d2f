package io.himar.reliability.fault;

import io.himar.reliability.process.JvmProcess;
import io.himar.reliability.suite.BoundedDisk;
import io.himar.reliability.suite.ServerProcesses;
import java.time.Duration;
import java.util.Optional;

/**
 * Nothing more can be written to the disk of a server. If the server ends over it, it is started again afterwards, and
 * so is Kafka in any case: a broker that could not write stays without its log directory until it is started anew.
 */
final class DiskFull extends TimedFault {
    private static final String KAFKA = "kafka";

    private final String server;
    private final ServerProcesses servers;
    private boolean full;

    /** @param server whose disk it is: {@code postgres}, {@code kafka} or {@code objects} */
    DiskFull(String name, String server, ServerProcesses servers, Duration duration) {
        super(name, servers.disk(server).isPresent() ? duration : Duration.ZERO);
        this.server = server;
        this.servers = servers;
    }

    @Override
    public void inject() throws Exception {
        if (disk().isPresent()) {
            disk().get().fill();
            full = disk().get().full();
        }
    }

    @Override
    public void heal() throws Exception {
        if (disk().isPresent()) {
            full = full && disk().get().full();
            disk().get().empty();
            JvmProcess process = servers.process(server);
            if (server.equals(KAFKA) && process.alive()) {
                int unused = process.kill();
            }
            if (!process.alive()) {
                servers.startAgain(server);
            }
        }
    }

    @Override
    public Optional<String> missing() {
        if (disk().isEmpty()) {
            return Optional.of("skipped: a disk of its own for " + server + " could not be mounted, which takes root");
        }
        return full ? Optional.empty() : Optional.of("the disk of " + server + " was not full");
    }

    private Optional<BoundedDisk> disk() {
        return servers.disk(server);
    }
}
