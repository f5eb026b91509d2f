/**
 * Sends webhooks (Standard Webhooks 1.0.0) and shows what was sent. {@code DeliveryLoop} takes what is due from the
 * database, {@code Sender} makes one request, {@code RetrySchedule} says what follows.
 */
package io.himar.gateway.delivery;
