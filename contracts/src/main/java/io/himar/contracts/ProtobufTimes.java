package io.himar.contracts;

import com.google.protobuf.Timestamp;
import java.time.Duration;
import java.time.Instant;

/** Times of messages as those of Java, and back, to the nanosecond. */
public final class ProtobufTimes {
    private ProtobufTimes() {}

    public static Timestamp timestamp(Instant at) {
        return Timestamp.newBuilder()
                .setSeconds(at.getEpochSecond())
                .setNanos(at.getNano())
                .build();
    }

    public static Instant instant(Timestamp at) {
        return Instant.ofEpochSecond(at.getSeconds(), at.getNanos());
    }

    public static com.google.protobuf.Duration duration(Duration length) {
        return com.google.protobuf.Duration.newBuilder()
                .setSeconds(length.getSeconds())
                .setNanos(length.getNano())
                .build();
    }
}
