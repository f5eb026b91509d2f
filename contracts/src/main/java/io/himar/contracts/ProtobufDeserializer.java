package io.himar.contracts;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads and checks one kind of message. Made either with the parser, or by Kafka from its configuration, which must
 * then name the message: {@value #TYPE} = {@code io.himar.contracts.PivotTask}.
 *
 * <p>Bytes that are no such message, or that break its contract, give a {@link SerializationException}.
 */
public final class ProtobufDeserializer<T extends Message> implements Deserializer<T> {
    /** Name of the configuration entry that holds the message's class, or its name. */
    public static final String TYPE = "himar.protobuf.type";

    private Parser<T> parser;

    /** For Kafka, which calls {@link #configure} next. */
    public ProtobufDeserializer() {}

    public ProtobufDeserializer(Parser<T> parser) {
        this.parser = parser;
    }

    @Override
    public void configure(Map<String, ?> configuration, boolean isKey) {
        if (parser == null) {
            parser = parserOf(configuration.get(TYPE));
        }
    }

    @Override
    public T deserialize(String topic, byte[] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return Messages.requireValid(parser.parseFrom(bytes));
        } catch (InvalidProtocolBufferException e) {
            throw new SerializationException(topic + ": " + bytes.length + " bytes are not the expected message", e);
        } catch (InvalidMessageException e) {
            throw new SerializationException(topic + ": " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("unchecked") // The parser of a message's default instance makes that message.
    private Parser<T> parserOf(Object type) {
        try {
            Class<?> messageClass = type instanceof Class<?> given
                    ? given
                    : Class.forName(
                            String.valueOf(type), true, Thread.currentThread().getContextClassLoader());
            Message instance =
                    (Message) messageClass.getMethod("getDefaultInstance").invoke(null);
            return (Parser<T>) instance.getParserForType();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(TYPE + ": " + type + " (expected: the class of a protobuf message)", e);
        }
    }
}
