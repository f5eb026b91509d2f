package io.himar.pivot;

import io.himar.contracts.ConditionTokens;
import io.himar.contracts.TokensRecord;
import io.himar.worker.kafka.Publisher;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes condition tokens, the fast way to the refine worker. */
final class TokensPublisher {
    private static final Logger log = LoggerFactory.getLogger(TokensPublisher.class);

    /** After this the refine worker is faster with the kept object. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Publisher publisher;
    private final String topic;

    TokensPublisher(Publisher publisher, String topic) {
        this.publisher = publisher;
        this.topic = topic;
    }

    /** Where the tokens lie once they are stored; empty if they could not be in time. */
    Optional<TokensRecord> publish(ConditionTokens tokens) {
        String image = tokens.getTask().getLease().getImageId();
        try {
            RecordMetadata stored =
                    publisher.publish(topic, image, tokens).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return Optional.of(TokensRecord.newBuilder()
                    .setPartition(stored.partition())
                    .setOffset(stored.offset())
                    .build());
        } catch (ExecutionException e) {
            return without(image, e.getCause().getMessage());
        } catch (TimeoutException e) {
            return without(image, "not stored within " + PATIENCE.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return without(image, "interrupted");
        }
    }

    private static Optional<TokensRecord> without(String image, String why) {
        log.warn("Image {}: condition tokens were not published, stage 2 takes the kept object: {}", image, why);
        return Optional.empty();
    }
}
