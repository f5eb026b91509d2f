package io.himar.storage.webhooks;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of sending a message once.
 *
 * @param status of the answer; empty if none came
 * @param error why no answer came: a code, or a code and a sentence
 */
public record Attempt(Instant at, Duration took, Optional<Integer> status, Optional<String> error) {}
