package io.himar.storage.objects;

import java.net.URI;
import java.time.Instant;

/** A URL with which anybody can download one object until it expires. */
public record SignedUrl(URI url, Instant expiresAt) {}
