package io.himar.reliability.point;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.Stage;
import io.himar.contracts.Topics;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerInterceptor;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;

/** A worker's way to Kafka, on which it ends before or after it has reported something. */
final class EndingReports {
    private final FaultPoint point;

    EndingReports(FaultPoint point) {
        this.point = point;
    }

    <K, V> void watch(KafkaTemplate<K, V> template) {
        template.setProducerInterceptor(new Before<>());
        template.setProducerListener(new ProducerListener<>() {
            @Override
            public void onSuccess(ProducerRecord<K, V> stored, RecordMetadata where) {
                after(stored);
            }
        });
    }

    private final class Before<K, V> implements ProducerInterceptor<K, V> {
        @Override
        public ProducerRecord<K, V> onSend(ProducerRecord<K, V> leaving) {
            before(leaving);
            return leaving;
        }

        @Override
        public void onAcknowledgement(RecordMetadata where, Exception failure) {
            // It does not tell of which record.
        }

        @Override
        public void close() {
            // There is nothing to close.
        }

        @Override
        public void configure(Map<String, ?> settings) {
            // There is nothing to configure.
        }
    }

    private void before(ProducerRecord<?, ?> leaving) {
        ImageEvent event = event(leaving);
        if (event.hasStageStarted()) {
            point.passed(
                    event.getStageStarted().getStage() == Stage.PIVOT
                            ? FaultPoint.PIVOT_BEFORE_START
                            : FaultPoint.REFINE_BEFORE_START);
        } else if (event.hasPivotCompleted()) {
            point.passed(FaultPoint.PIVOT_BEFORE_REPORT);
        } else if (event.hasImageCompleted()) {
            point.passed(FaultPoint.REFINE_BEFORE_REPORT);
        }
    }

    private void after(ProducerRecord<?, ?> stored) {
        ImageEvent event = event(stored);
        if (event.hasPivotCompleted()) {
            point.passed(FaultPoint.PIVOT_BEFORE_ACKNOWLEDGEMENT);
        } else if (event.hasImageCompleted()) {
            point.passed(FaultPoint.REFINE_BEFORE_ACKNOWLEDGEMENT);
        }
    }

    private static ImageEvent event(ProducerRecord<?, ?> record) {
        try {
            return record.topic().equals(Topics.DEFAULT.imageEvents()) && record.value() instanceof byte[] bytes
                    ? ImageEvent.parseFrom(bytes)
                    : ImageEvent.getDefaultInstance();
        } catch (InvalidProtocolBufferException unreadable) {
            throw new IllegalStateException("a worker sent what is no report", unreadable);
        }
    }
}
