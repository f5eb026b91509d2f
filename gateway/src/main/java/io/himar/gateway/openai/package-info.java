/**
 * Answers clients that were made for OpenAI's images API: {@code POST /v1/images/generations} in its shape, by our
 * models and through the same admission as everything else. {@code ImagesRequest} says what of it there is here.
 */
package io.himar.gateway.openai;
