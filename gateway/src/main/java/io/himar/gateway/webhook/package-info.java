/**
 * Where webhooks may be sent: which URLs are taken, and to which addresses a connection may be made. {@code delivery}
 * sends them.
 */
package io.himar.gateway.webhook;
