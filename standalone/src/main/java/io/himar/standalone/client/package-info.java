/** A client of the gateway's HTTP interface, as any client could be: {@code GatewayClient} first. */
package io.himar.standalone.client;
