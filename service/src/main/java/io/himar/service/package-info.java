/**
 * What the four services share as Spring applications: how one starts ({@link io.himar.service.ServiceLaunch}) with
 * {@code service.yml} beneath its own configuration file, and how it says in a sentence why it does not.
 */
package io.himar.service;
