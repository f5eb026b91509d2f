package io.himar.scheduler;

import io.himar.contracts.Topics;
import io.himar.service.settings.KafkaSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the topics, and again if they disappear. While {@link #ready} is false nothing is dispatched, so an outage of
 * Kafka costs no attempts.
 */
final class KafkaTopics implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KafkaTopics.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final String CANCELLATIONS_KEPT =
            Long.toString(Duration.ofHours(1).toMillis());

    private final KafkaClients clients;
    private final KafkaSettings kafka;
    private Admin admin;
    private volatile boolean ready;

    KafkaTopics(KafkaClients clients, KafkaSettings kafka) {
        this.clients = clients;
        this.kafka = kafka;
    }

    /** Their names. */
    Topics names() {
        return kafka.topics();
    }

    /** Whether the brokers answered last time, and had every topic. */
    boolean ready() {
        return ready;
    }

    /** Says that publishing failed: the topics are to be looked at before anything more is sent. */
    void suspect() {
        ready = false;
    }

    /**
     * Makes what is missing.
     *
     * @return whether the topics have just become ready
     * @throws KafkaException if the brokers cannot be reached
     */
    synchronized boolean ensure() throws InterruptedException {
        try {
            List<String> created = createMissing();
            if (!created.isEmpty()) {
                log.info("Created the topics {}", created);
            }
            boolean recovered = !ready;
            ready = true;
            return recovered;
        } catch (KafkaException e) {
            ready = false;
            throw new KafkaException("Kafka cannot be reached, images wait in the queue (" + e.getMessage() + ")", e);
        }
    }

    private List<String> createMissing() throws InterruptedException {
        if (admin == null) {
            admin = clients.admin();
        }
        List<NewTopic> topics = names().all().stream()
                .map(name -> new NewTopic(name, Optional.of(kafka.partitions()), kafka.replicationFactor())
                        .configs(settings(name)))
                .toList();
        List<String> created = new ArrayList<>();
        for (Map.Entry<String, KafkaFuture<Void>> topic :
                admin.createTopics(topics).values().entrySet()) {
            if (isNew(topic.getValue())) {
                created.add(topic.getKey());
            }
        }
        return created;
    }

    /** Every worker reads all cancellations when it starts: those of an hour outlive any task that still waits. */
    private Map<String, String> settings(String topic) {
        return topic.equals(names().cancellations()) ? Map.of("retention.ms", CANCELLATIONS_KEPT) : Map.of();
    }

    private static boolean isNew(KafkaFuture<Void> creation) throws InterruptedException {
        try {
            creation.get();
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof TopicExistsException) {
                return false;
            }
            throw new KafkaException(e.getCause().getMessage(), e.getCause());
        }
    }

    @Override
    public synchronized void close() {
        ready = false;
        if (admin != null) {
            admin.close(CLOSE_TIMEOUT);
        }
    }
}
