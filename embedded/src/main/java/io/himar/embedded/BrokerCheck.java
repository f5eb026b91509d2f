package io.himar.embedded;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;

/** Looks whether a broker that has started can also work with what lies in its directory. */
final class BrokerCheck {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Admin admin;

    private BrokerCheck(Admin admin) {
        this.admin = admin;
    }

    /**
     * Checks every partition and every group.
     *
     * @throws BrokerFailure when one of them cannot be used
     */
    static void requireWorks(int brokerPort) throws BrokerFailure {
        try (Admin admin = admin(brokerPort)) {
            new BrokerCheck(admin).run();
        } catch (ExecutionException failure) {
            throw new BrokerFailure(failure.getCause().getMessage(), failure);
        } catch (KafkaException failure) {
            throw new BrokerFailure(failure.getMessage(), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new BrokerFailure("its start was interrupted", stopped);
        }
    }

    private void run() throws ExecutionException, InterruptedException, BrokerFailure {
        requireLogDirectory();
        List<TopicPartition> partitions = partitionsWithLeaders();
        Map<TopicPartition, ListOffsetsResultInfo> ends = admin.listOffsets(
                        partitions.stream().collect(Collectors.toMap(each -> each, each -> OffsetSpec.latest())))
                .all()
                .get();
        List<String> groups = groups();
        dismissMembers(groups);
        requireWithin(groups, ends);
    }

    private void requireLogDirectory() throws ExecutionException, InterruptedException {
        var directories = admin.describeLogDirs(List.of(BrokerSettings.NODE))
                .allDescriptions()
                .get()
                .get(BrokerSettings.NODE);
        for (LogDirDescription directory : directories.values()) {
            if (directory.error() != null) {
                throw directory.error();
            }
        }
    }

    /** Leaders are chosen a moment after the start. */
    private List<TopicPartition> partitionsWithLeaders()
            throws ExecutionException, InterruptedException, BrokerFailure {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            Map<TopicPartition, TopicPartitionInfo> all = partitions();
            List<TopicPartition> leaderless = all.entrySet().stream()
                    .filter(each -> each.getValue().leader() == null
                            || each.getValue().leader().isEmpty())
                    .map(Map.Entry::getKey)
                    .toList();
            if (leaderless.isEmpty()) {
                return List.copyOf(all.keySet());
            }
            if (System.nanoTime() > end) {
                throw new BrokerFailure("the log of " + leaderless.get(0) + " cannot be used");
            }
            Thread.sleep(POLL.toMillis());
        }
    }

    private Map<TopicPartition, TopicPartitionInfo> partitions() throws ExecutionException, InterruptedException {
        var names = admin.listTopics(new ListTopicsOptions().listInternal(true))
                .names()
                .get();
        Map<TopicPartition, TopicPartitionInfo> partitions = new HashMap<>();
        for (TopicDescription topic :
                admin.describeTopics(names).allTopicNames().get().values()) {
            topic.partitions()
                    .forEach(each -> partitions.put(new TopicPartition(topic.name(), each.partition()), each));
        }
        return partitions;
    }

    private List<String> groups() throws ExecutionException, InterruptedException {
        return admin.listGroups().all().get().stream()
                .filter(each -> each.type().filter(GroupType.CLASSIC::equals).isPresent())
                .map(each -> each.groupId())
                .toList();
    }

    /**
     * Members that a crash left in a group keep it waiting until their sessions have expired: for three quarters of a
     * minute.
     */
    private void dismissMembers(List<String> groups) throws ExecutionException, InterruptedException {
        for (ConsumerGroupDescription group :
                admin.describeConsumerGroups(groups).all().get().values()) {
            if (!group.members().isEmpty()) {
                admin.removeMembersFromConsumerGroup(group.groupId(), new RemoveMembersFromConsumerGroupOptions())
                        .all()
                        .get();
            }
        }
    }

    /**
     * A group that read further than its partition reaches, or from a later leader, would wait for ever. All groups in
     * one call: every start of a service leaves some, and they stay for a week.
     */
    private void requireWithin(List<String> groups, Map<TopicPartition, ListOffsetsResultInfo> ends)
            throws ExecutionException, InterruptedException, BrokerFailure {
        var everything =
                groups.stream().collect(Collectors.toMap(group -> group, group -> new ListConsumerGroupOffsetsSpec()));
        for (var read : admin.listConsumerGroupOffsets(everything).all().get().values()) {
            for (Map.Entry<TopicPartition, OffsetAndMetadata> each : read.entrySet()) {
                ListOffsetsResultInfo end = ends.get(each.getKey());
                if (end != null && each.getValue() != null && isBeyond(each.getValue(), end)) {
                    throw new BrokerFailure("the log of " + each.getKey() + " has lost its end");
                }
            }
        }
    }

    private static boolean isBeyond(OffsetAndMetadata read, ListOffsetsResultInfo end) {
        return read.offset() > end.offset()
                || read.leaderEpoch().orElse(0) > end.leaderEpoch().orElse(Integer.MAX_VALUE);
    }

    private static Admin admin(int port) {
        return Admin.create(Map.of(
                "bootstrap.servers",
                Loopback.HOST + ":" + port,
                "default.api.timeout.ms",
                Math.toIntExact(PATIENCE.toMillis()),
                "request.timeout.ms",
                Math.toIntExact(PATIENCE.toMillis()),
                "metric.reporters",
                ""));
    }
}
