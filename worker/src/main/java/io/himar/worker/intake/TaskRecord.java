package io.himar.worker.intake;

import java.util.Optional;

/**
 * A task as it came, to be put among the dead letters as it is.
 *
 * @param key of the record; empty if it had none
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TaskRecord(Optional<byte[]> key, byte[] value) {}
