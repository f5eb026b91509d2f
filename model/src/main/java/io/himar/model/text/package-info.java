/** Captions as the tokens that a text encoder reads. */
package io.himar.model.text;
