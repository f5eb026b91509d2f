/** A connection that fails on demand, between the services and object storage or Postgres. */
package io.himar.reliability.proxy;
