package io.himar.reliability.fault;

import io.himar.reliability.suite.ServerProcesses;
import java.time.Duration;
import java.util.Optional;

/** SIGKILL of Kafka, which is started again later, on what it had written. */
final class KafkaGone implements Fault {
    private static final int KILLED = 137;

    private final String name;
    private final ServerProcesses servers;
    private final Duration duration;
    private int status;

    KafkaGone(String name, ServerProcesses servers, Duration duration) {
        this.name = name;
        this.servers = servers;
        this.duration = duration;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Duration duration() {
        return duration;
    }

    @Override
    public void inject() throws Exception {
        status = servers.process("kafka").kill();
    }

    @Override
    public void heal() throws Exception {
        servers.startAgain("kafka");
    }

    @Override
    public Optional<String> missing() {
        return status == KILLED ? Optional.empty() : Optional.of("exit status " + status);
    }
}
