/**
 * What is refused, and how it is said: every error is a problem document (RFC 9457) that names the field.
 * {@code Problems} makes them; the rest sees to it that errors of the framework and of the server look the same.
 */
package io.himar.gateway.problem;
