/**
 * Real servers for the tests of all modules: the embedded ones or, with {@code -Dhimar.containers=true}, those of
 * {@code docker-compose.yml} in containers. Tests see no difference. Read {@link io.himar.servers.PostgresServer}
 * first.
 */
package io.himar.servers;
