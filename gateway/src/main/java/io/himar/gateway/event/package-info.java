/**
 * Server-sent events. Changes of state come from the journal in Postgres: {@code EventPump} reads it when Postgres
 * notifies, and {@code EventHub} hands each change to the streams of its job. Progress within a stage comes from Kafka
 * ({@code ProgressConsumer}) and is not kept. Read {@code EventController} first.
 */
package io.himar.gateway.event;
