package io.himar.standalone.deadletters;

import io.himar.contracts.deadletters.DeadLetterHeaders;
import io.himar.standalone.SuiteException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Sends dead letters to the topics that they came from, each with a note beside it in one transaction: it is sent and
 * noted, or neither. Of two that do so at once the later one ends the earlier.
 */
public final class Redrive implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(15);
    private static final Set<String> OF_THE_LETTER = Set.of(
            DeadLetterHeaders.REASON, DeadLetterHeaders.ORIGIN, DeadLetterHeaders.CUT_FROM, DeadLetterHeaders.REDRIVEN);

    private final KafkaAccess kafka;
    private final KafkaProducer<byte[], byte[]> producer;

    /** @throws SuiteException in a sentence, if Kafka does not answer or allows no transactions */
    public Redrive(KafkaAccess kafka) {
        this.kafka = kafka;
        Map<String, Object> settings = kafka.client();
        settings.put("transactional.id", kafka.topics().prefix() + "-dlq");
        settings.put("max.block.ms", PATIENCE.toMillis());
        producer = new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            producer.initTransactions();
        } catch (KafkaException e) {
            producer.close(Duration.ZERO);
            throw failed(e);
        }
    }

    /** Why a letter cannot be sent again, or must not without being asked for. */
    public enum Refusal {
        CUT("only its first bytes are kept"),
        REDRIVEN("it was sent again before");

        private final String why;

        Refusal(String why) {
            this.why = why;
        }

        public String why() {
            return why;
        }

        public boolean of(DeadLetter letter) {
            return this == CUT
                    ? letter.cutFrom().isPresent()
                    : letter.redrivenAt().isPresent();
        }
    }

    /**
     * Sends a letter; whoever calls has looked whether it may be.
     *
     * @throws SuiteException in a sentence, if it was not sent
     */
    public void send(DeadLetter letter) {
        if (Refusal.CUT.of(letter)) {
            throw new IllegalArgumentException(letter.id() + ": " + Refusal.CUT.why());
        }
        ProducerRecord<byte[], byte[]> again =
                new ProducerRecord<>(letter.from(), letter.key().orElse(null), letter.value());
        Headers headers = again.headers();
        letter.headers().forEach(header -> {
            if (!OF_THE_LETTER.contains(header.key())) {
                headers.add(header);
            }
        });
        headers.add(DeadLetterHeaders.REDRIVEN, DeadLetterHeaders.bytes(letter.id()));
        ProducerRecord<byte[], byte[]> note = new ProducerRecord<>(
                letter.topic(), letter.partition(), letter.key().orElse(null), null);
        note.headers().add(DeadLetterHeaders.NOTE, DeadLetterHeaders.bytes(Long.toString(letter.offset())));
        try {
            producer.beginTransaction();
            var unused = producer.send(again);
            unused = producer.send(note);
            producer.commitTransaction();
        } catch (KafkaException e) {
            abort();
            throw failed(e);
        }
    }

    private void abort() {
        try {
            producer.abortTransaction();
        } catch (KafkaException | IllegalStateException over) {
            // Then Kafka ends it.
        }
    }

    private SuiteException failed(KafkaException e) {
        return new SuiteException("Kafka at " + kafka.address() + " does not take records: " + e.getMessage() + ".", e);
    }

    @Override
    public void close() {
        producer.close(PATIENCE);
    }
}
