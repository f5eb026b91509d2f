package io.himar.servers;

import org.testcontainers.containers.wait.strategy.Wait;

/** The Kafka of {@code docker-compose.yml}, with the settings of the embedded one that tests could notice. */
record ContainedKafka(ContainedServer server) implements KafkaServer {
    static final String IMAGE = "apache/kafka:4.2.1";

    private static final int CLIENTS = 9092;

    /** It listens once it has started. */
    private static final String LISTENS = "/bin/bash -c 'exec 3<>/dev/tcp/127.0.0.1/" + CLIENTS + "'";

    static ContainedKafka start() {
        ContainedServer server = ContainedServer.of(Containers.image("kafka", IMAGE), CLIENTS);
        return new ContainedKafka(oneReplica(listeners(server))
                .environment("CLUSTER_ID", "q7ZAKGqaXw-mFtsnQqjnlg")
                .environment("KAFKA_LOG_DIRS", "/var/lib/kafka/data")
                .environment("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false")
                .environment("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
                // After it was stopped, this is how long it waits for its earlier life to expire.
                .environment("KAFKA_BROKER_SESSION_TIMEOUT_MS", "6000")
                .environment("KAFKA_HEAP_OPTS", "-Xms256m -Xmx512m")
                .start(Wait.forSuccessfulCommand(LISTENS)));
    }

    @Override
    public String bootstrapServers() {
        return server.address().toString();
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

    /** The address that clients know is none of the container's own, so the broker talks to itself on another. */
    private static ContainedServer listeners(ContainedServer server) {
        return server.environment("KAFKA_NODE_ID", "1")
                .environment("KAFKA_PROCESS_ROLES", "broker,controller")
                .environment("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@127.0.0.1:9093")
                .environment("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER")
                .environment("KAFKA_LISTENERS", "PLAINTEXT://:" + CLIENTS + ",CONTROLLER://:9093,BROKER://:9094")
                .environment(
                        "KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://" + server.address() + ",BROKER://127.0.0.1:9094")
                .environment(
                        "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,BROKER:PLAINTEXT")
                .environment("KAFKA_INTER_BROKER_LISTENER_NAME", "BROKER");
    }

    private static ContainedServer oneReplica(ContainedServer server) {
        for (String topic : new String[] {"OFFSETS_TOPIC", "TRANSACTION_STATE_LOG", "SHARE_COORDINATOR_STATE_TOPIC"}) {
            server.environment("KAFKA_" + topic + "_REPLICATION_FACTOR", "1")
                    .environment("KAFKA_" + topic + "_NUM_PARTITIONS", "1");
        }
        return server.environment("KAFKA_TRANSACTION_STATE_LOG_MIN_ISR", "1")
                .environment("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1");
    }
}
