/** The way of pictures through the gateway, where object storage is out of reach. */
package io.himar.gateway.objects;
