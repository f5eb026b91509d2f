/** Clients of both gateways, which keep exactly what they were told. */
package io.himar.reliability.client;
