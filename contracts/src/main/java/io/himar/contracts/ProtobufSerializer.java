package io.himar.contracts;

import com.google.protobuf.Message;
import org.apache.kafka.common.serialization.Serializer;

/** Writes a valid message of this package as Kafka value; a message that breaks its contract is refused here. */
public final class ProtobufSerializer<T extends Message> implements Serializer<T> {
    @Override
    public byte[] serialize(String topic, T message) {
        return message == null ? null : Messages.requireValid(message).toByteArray();
    }
}
