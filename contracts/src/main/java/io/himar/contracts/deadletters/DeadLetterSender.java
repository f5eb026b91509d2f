package io.himar.contracts.deadletters;

import io.himar.contracts.Topics;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Headers;

/** Puts what cannot be used among the dead letters, byte for byte, with the reason and where it came from. */
public final class DeadLetterSender {
    /** Of a record that is too large to be kept whole with its headers. */
    private static final int KEPT_BYTES = 64 * 1024;

    private final Function<ProducerRecord<byte[], byte[]>, CompletableFuture<?>> kafka;

    /** @param kafka sends a record; its future fails if no broker took it */
    public DeadLetterSender(Function<ProducerRecord<byte[], byte[]>, CompletableFuture<?>> kafka) {
        this.kafka = kafka;
    }

    /**
     * Hands a record over. Of one that no broker takes whole the first bytes are kept, and a header says so.
     *
     * @return ends when it is kept, and fails if no broker took it
     */
    public CompletableFuture<Void> send(Unusable record, String reason) {
        CompletableFuture<?> whole = kafka.apply(letter(record, record.value(), reason));
        return whole.handle((kept, failure) -> failure)
                .thenCompose(failure -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(null);
                    }
                    return isTooLarge(failure)
                            ? kafka.apply(cut(record, reason))
                            : CompletableFuture.failedFuture(failure);
                })
                .thenApply(kept -> null);
    }

    private static boolean isTooLarge(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof RecordTooLargeException || cause.getCause() instanceof RecordTooLargeException;
    }

    private static ProducerRecord<byte[], byte[]> cut(Unusable record, String reason) {
        int size = record.value().length;
        byte[] kept = Arrays.copyOf(record.value(), Math.min(KEPT_BYTES, size));
        ProducerRecord<byte[], byte[]> letter = letter(record, kept, reason + " (cut, it had " + size + " bytes)");
        letter.headers().add(DeadLetterHeaders.CUT_FROM, DeadLetterHeaders.bytes(Integer.toString(size)));
        return letter;
    }

    private static ProducerRecord<byte[], byte[]> letter(Unusable record, byte[] value, String reason) {
        ProducerRecord<byte[], byte[]> letter = new ProducerRecord<>(
                Topics.deadLetters(record.topic()), record.key().orElse(null), value);
        Headers headers = letter.headers();
        record.headers().forEach(headers::add);
        // A record that was sent again tells why it is back, not why it was there before.
        headers.remove(DeadLetterHeaders.REASON);
        headers.remove(DeadLetterHeaders.ORIGIN);
        headers.add(DeadLetterHeaders.REASON, DeadLetterHeaders.bytes(reason));
        headers.add(DeadLetterHeaders.ORIGIN, DeadLetterHeaders.bytes(record.origin()));
        return letter;
    }
}
