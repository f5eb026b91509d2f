"""Makes the golden files of the CLIP text encoder: python clip_golden.py FOLDER.

The reference is the Python package transformers: its CLIPTokenizerFast, and its CLIP text model (the one in Flax, which
needs no GPU libraries; package versions are written into captions.json). The model is tiny and its weights are random.
FOLDER gets the files of a model on Hugging Face (config.json, model.safetensors, tokenizer.json), captions.json with the
reference's token ids, and hidden.safetensors with its last hidden states.
"""

import json
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

import flax
import jax
import numpy as np
import tokenizers
import transformers
from flax.traverse_util import flatten_dict, unflatten_dict
from safetensors.numpy import save_file

LENGTH = 77
BEGIN, END = "<|startoftext|>", "<|endoftext|>"
CORPUS = [
    "a photo of a cat and two dogs on a red sofa",
    "the quick brown fox jumps over the lazy dog",
    "three blue circles above a green square, inside a yellow ring",
    "it's a painting: they're drawn, we've seen them, I'll go",
]
CAPTIONS = [
    "",
    "a photo of a cat",
    "  A  Photo\tof two DOGS,\n on a red sofa!! ",
    "it's 3 circles (blue) above 21 squares; they'll fit",
    "une cafe\u0301tie\u0300re, \u00fcber Stra\u00dfe",
    "\u732b\u3068\u72ac \U0001f408\u200d\u2b1b end",
    "<|endoftext|> in the middle",
    "a " * 75,
]


def merges(count):
    """Byte pairs in the order of their frequency in the corpus, those of equal frequency in alphabetical order."""
    words = [list(word[:-1]) + [word[-1] + "</w>"] for line in CORPUS for word in re.findall(r"\w+|[^\w\s]+", line.lower())]
    learned = []
    while len(learned) < count:
        pairs = Counter(pair for word in words for pair in zip(word, word[1:]))
        best = min(pairs, key=lambda pair: (-pairs[pair], pair))
        learned.append(best)
        for word in words:
            for i in range(len(word) - 2, -1, -1):
                if tuple(word[i : i + 2]) == best:
                    word[i : i + 2] = ["".join(best)]
    return learned


def tokenizer(folder):
    alphabet = list(transformers.models.clip.tokenization_clip.bytes_to_unicode().values())
    learned = merges(70)
    words = alphabet + [each + "</w>" for each in alphabet] + ["".join(pair) for pair in learned] + [BEGIN, END]
    (folder / "vocab.json").write_text(json.dumps({word: i for i, word in enumerate(words)}, ensure_ascii=False))
    (folder / "merges.txt").write_text("#version: 0.2\n" + "\n".join(map(" ".join, learned)) + "\n")
    return transformers.CLIPTokenizerFast(str(folder / "vocab.json"), str(folder / "merges.txt"))


def random_weights(model, seed):
    """The model's parameters with random values, as Flax has them and under their names on Hugging Face."""
    random = np.random.default_rng(seed)
    parameters, named = {}, {}
    for path, value in sorted(flatten_dict(model.params).items()):
        values = random.normal(0, 0.25, value.shape).astype(np.float32)
        if path[-1] == "scale":
            values += 1
        parameters[path] = values
        name = ".".join(path[:-1] + ({"kernel": "weight", "scale": "weight", "embedding": "weight"}.get(path[-1], path[-1]),))
        named[name] = np.ascontiguousarray(values.T if path[-1] == "kernel" else values)
    return unflatten_dict(parameters), named


def main(target):
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        words = tokenizer(Path(scratch))
        words.backend_tokenizer.save(str(target / "tokenizer.json"))
    config = transformers.CLIPTextConfig(
        vocab_size=len(words),
        hidden_size=24,
        intermediate_size=40,
        num_hidden_layers=2,
        num_attention_heads=3,
        max_position_embeddings=LENGTH,
        hidden_act="quick_gelu",
        bos_token_id=words.bos_token_id,
        eos_token_id=words.eos_token_id,
        pad_token_id=words.pad_token_id,
        architectures=["CLIPTextModel"],
    )
    model = transformers.FlaxCLIPTextModel(config)
    parameters, named = random_weights(model, 1)
    (target / "config.json").write_text(config.to_json_string())
    save_file(named, target / "model.safetensors", {"format": "pt"})

    ids = [words(caption)["input_ids"] for caption in CAPTIONS]
    padded = words(CAPTIONS, padding="max_length", max_length=LENGTH, return_tensors="np")["input_ids"]
    hidden = model(padded, np.ones_like(padded), params=parameters).last_hidden_state
    save_file(
        {"ids": padded.astype(np.int64), "last_hidden_state": np.asarray(hidden)}, target / "hidden.safetensors"
    )
    for file in target.glob("*.safetensors"):
        file.chmod(0o644)
    versions = {each.__name__: each.__version__ for each in (transformers, tokenizers, jax, flax)}
    pairs = [{"caption": caption, "ids": each} for caption, each in zip(CAPTIONS, ids)]
    (target / "captions.json").write_text(json.dumps({"made_with": versions, "captions": pairs}, indent=1) + "\n")


if __name__ == "__main__":
    jax.config.update("jax_default_matmul_precision", "highest")
    main(Path(sys.argv[1]))
