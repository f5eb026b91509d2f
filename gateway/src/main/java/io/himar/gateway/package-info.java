/**
 * The gateway: the suite's HTTP interface, and the page. Read {@code generation} first, which takes a request from its
 * JSON to a job in the database and shows jobs; then {@code event}, which streams what happens to them.
 * {@code delivery} tells the receivers of webhooks how jobs have ended. {@code openai} answers clients that were made
 * for another interface. {@code model} shows the models, {@code page} serves the page, and {@code problem} says what is
 * refused, as problem documents (RFC 9457).
 */
package io.himar.gateway;
