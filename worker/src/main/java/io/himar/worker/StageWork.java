package io.himar.worker;

import com.google.protobuf.InvalidProtocolBufferException;

/** A stage's work. */
@FunctionalInterface
public interface StageWork {
    /**
     * The task in these bytes.
     *
     * @throws InvalidProtocolBufferException if they are no task
     * @throws io.himar.contracts.InvalidMessageException if the task breaks its contract
     */
    StageTask read(byte[] bytes) throws InvalidProtocolBufferException;
}
