/** Captions as tokens by a {@code tokenizer.json} of Hugging Face. */
package io.himar.model.text.huggingface;
