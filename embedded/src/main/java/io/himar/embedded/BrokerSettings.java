package io.himar.embedded;

import java.nio.file.Path;
import java.util.Properties;

/** The settings of a single small broker; everything not named here is Kafka's default. */
final class BrokerSettings {
    static final int NODE = 1;
    static final String CONTROLLER = "CONTROLLER";

    private BrokerSettings() {}

    static Properties of(Path log, int brokerPort, int controllerPort) {
        Properties settings = new Properties();
        listeners(settings, brokerPort, controllerPort);
        oneReplica(settings);
        smallFootprint(settings);
        settings.setProperty("log.dirs", log.toString());
        settings.setProperty("auto.create.topics.enable", "false");
        // After a crash this is how long the broker waits for its earlier life to expire. On a busy machine it may be
        // taken for dead, which ends with its next heartbeat, as no other could step in.
        settings.setProperty("broker.session.timeout.ms", "6000");
        // The only member of a group would otherwise wait three seconds for company.
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        return settings;
    }

    private static void listeners(Properties settings, int brokerPort, int controllerPort) {
        String broker = "BROKER://" + Loopback.HOST + ":" + brokerPort;
        String controller = CONTROLLER + "://" + Loopback.HOST + ":" + controllerPort;
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", Integer.toString(NODE));
        settings.setProperty("controller.quorum.voters", NODE + "@" + Loopback.HOST + ":" + controllerPort);
        settings.setProperty("listeners", broker + "," + controller);
        settings.setProperty("advertised.listeners", broker);
        settings.setProperty("controller.listener.names", CONTROLLER);
        settings.setProperty("inter.broker.listener.name", "BROKER");
        settings.setProperty("listener.security.protocol.map", "BROKER:PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    }

    private static void oneReplica(Properties settings) {
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.setProperty(topic + ".replication.factor", "1");
            settings.setProperty(topic + ".num.partitions", "1");
        }
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
    }

    private static void smallFootprint(Properties settings) {
        settings.setProperty("num.network.threads", "2");
        settings.setProperty("num.io.threads", "4");
        settings.setProperty("background.threads", "2");
        settings.setProperty("num.recovery.threads.per.data.dir", "2");
        // The cleaner takes its buffer when it starts, 128 MiB by default.
        settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(4 << 20));
        settings.setProperty("log.cleaner.io.buffer.size", Integer.toString(64 << 10));
        settings.setProperty("log.index.size.max.bytes", Integer.toString(1 << 20));
        settings.setProperty("log.segment.bytes", Integer.toString(64 << 20));
        settings.setProperty("log.retention.bytes", Integer.toString(256 << 20));
    }
}
