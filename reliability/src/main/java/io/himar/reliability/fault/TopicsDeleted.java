package io.himar.reliability.fault;

import io.himar.reliability.process.Waiting;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.Uuid;

/** All topics of the suite are deleted, with what is in them. */
final class TopicsDeleted extends TimedFault {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final String bootstrapServers;
    private Set<Uuid> before = Set.of();
    private Set<Uuid> after = Set.of();

    TopicsDeleted(String name, String bootstrapServers) {
        super(name, Duration.ofSeconds(1));
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public void inject() throws Exception {
        try (Admin admin = admin()) {
            Map<Uuid, String> topics = topics(admin);
            before = topics.keySet();
            admin.deleteTopics(topics.values()).all().get();
        }
    }

    @Override
    public void heal() throws Exception {
        try (Admin admin = admin()) {
            Waiting.require("nobody has made the topics again", PATIENCE, () -> {
                after = topics(admin).keySet();
                return after.size() >= before.size();
            });
        }
    }

    @Override
    public Optional<String> missing() {
        boolean other = !before.isEmpty() && after.stream().noneMatch(before::contains);
        return other ? Optional.empty() : Optional.of("topics " + before + " became " + after);
    }

    private Admin admin() {
        return Admin.create(Map.<String, Object>of("bootstrap.servers", bootstrapServers));
    }

    private static Map<Uuid, String> topics(Admin admin) throws Exception {
        return admin.listTopics().listings().get().stream()
                .filter(topic -> topic.name().startsWith("himar."))
                .collect(Collectors.toMap(TopicListing::topicId, TopicListing::name));
    }
}
