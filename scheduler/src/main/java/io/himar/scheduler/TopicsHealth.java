package io.himar.scheduler;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while Kafka answers and has every topic. */
final class TopicsHealth implements HealthIndicator {
    private final KafkaTopics topics;

    TopicsHealth(KafkaTopics topics) {
        this.topics = topics;
    }

    @Override
    public Health health() {
        return topics.ready()
                ? Health.up().build()
                : Health.down()
                        .withDetail("reason", "Kafka does not answer, or has not all topics yet")
                        .build();
    }
}
