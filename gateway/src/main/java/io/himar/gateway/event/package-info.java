/**
 * Server-sent events. Changes of state come from the journal in Postgres: {@code LiveRound} reads it when Postgres
 * notifies, once for all streams that are live, and {@code CatchUps} lets a stream become live. Progress within a stage
 * comes from Kafka ({@code ProgressConsumer}) and is not kept. What leaves goes through {@code ClientConnection}, which
 * waits for nobody. Read {@code EventController} first.
 */
package io.himar.gateway.event;
