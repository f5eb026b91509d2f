package io.himar.storage.objects;

import java.net.URI;
import java.time.Instant;

/** A URL that lets whoever holds it download one object until it expires. */
public record SignedUrl(URI url, Instant expiresAt) {}
