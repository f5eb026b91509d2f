package io.himar.standalone;

import io.himar.embedded.EmbeddedKafkaBroker;
import io.himar.embedded.EmbeddedObjectStorage;
import io.himar.embedded.EmbeddedPostgresServer;
import io.himar.inference.server.EmbeddedInferenceServer;
import java.net.URI;
import java.nio.file.Path;

/**
 * The addresses that the services are given. All four get all of them; each reads what it needs.
 *
 * @param adminKey the first API key; empty where none is needed
 */
record ServiceSettings(
        EmbeddedPostgresServer postgres,
        EmbeddedKafkaBroker kafka,
        EmbeddedObjectStorage objects,
        EmbeddedInferenceServer inference,
        Path models,
        Exposure exposure,
        String adminKey) {

    /** Program arguments, which no environment variable or file outranks. */
    String[] arguments(Part part, int port) {
        return new String[] {
            "--server.address=" + (part == Part.GATEWAY ? exposure.address() : Exposure.LOOPBACK),
            "--himar.keys.required=" + exposure.keys(),
            "--himar.admin.key=" + adminKey,
            "--server.port=" + port,
            "--spring.main.banner-mode=off",
            // The suite stops its parts itself, in its own order.
            "--spring.main.register-shutdown-hook=false",
            // All four share one class path; what only the gateway brings must not come up in the others as well.
            "--springdoc.api-docs.enabled=" + (part == Part.GATEWAY),
            "--himar.database.url=" + postgres.jdbcUrl(),
            "--himar.database.username=" + postgres.username(),
            "--himar.database.password=" + postgres.password(),
            "--himar.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
            "--himar.objects.endpoint=" + objects.endpoint(),
            "--himar.objects.public-endpoint=" + pictures(port),
            // Object storage is on loopback, which others do not reach.
            "--himar.objects.through-gateway=" + exposure.reachesOut(),
            "--himar.objects.bucket=himar",
            "--himar.objects.region=" + objects.region(),
            "--himar.objects.access-key=" + objects.accessKey(),
            "--himar.objects.secret-key=" + objects.secretKey(),
            "--himar.inference.address=" + inference.address(),
            "--himar.models.directory=" + models,
            // Whoever reaches a suite on loopback can reach loopback anyway; others must not by way of it.
            "--himar.webhooks.allow=${HIMAR_WEBHOOKS_ALLOW:" + (exposure.reachesOut() ? "" : "127.0.0.0/8,::1/128")
                    + "}",
            "--himar.webhooks.allow-http=${HIMAR_WEBHOOKS_ALLOW_HTTP:" + !exposure.reachesOut() + "}",
            // The embedded inference server runs on a few processor cores.
            "--himar.worker.concurrency=${HIMAR_WORKER_CONCURRENCY:4}",
            "--himar.worker.grace=${HIMAR_WORKER_GRACE:2s}",
        };
    }

    /** Where pictures are downloaded. */
    private URI pictures(int gatewayPort) {
        return exposure.outside(gatewayPort).orElse(objects.endpoint());
    }
}
