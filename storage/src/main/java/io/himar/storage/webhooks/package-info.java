/**
 * Webhooks in Postgres: who is told how a job has ended ({@code JobWebhook}), what it is signed with, what is still to
 * be sent ({@code DeliveryQueue}) and what was ({@code DeliveryLog}). A trigger puts a delivery into the queue, in the
 * transaction that ends the job.
 */
package io.himar.storage.webhooks;
