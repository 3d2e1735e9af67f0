"""A vision model for llama.cpp with random weights: a Llama with a byte-level vocabulary, and SmolVLM's kind of eyes
("idefics3": SigLIP, pixel shuffle, one matrix) beside it. Written by the format's own page
(https://github.com/ggml-org/ggml/blob/master/docs/gguf.md), without the binding."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

ALIGNMENT = 32
WIDTH, WIDER, HEADS, LAYERS = 64, 96, 4, 2
SIDE, PATCH, MERGED = 32, 8, 2
"""Pixels of a tile and of a patch; patches a side that become one token."""
WORDS = ("a", "red", "blue", "cup", "dog", "on", "the", "table", "near", "with", "two", "green", "and", "small")
MARKS = (
    *("<|end|>", "<fake_token_around_image>", "<global-img>", "<image>"),
    *(f"<row_{row}_col_{column}>" for row in range(1, 5) for column in range(1, 5)),
)
TEMPLATE = (
    "{% for message in messages %}{{ message.role }}: {% if message.content is string %}{{ message.content }}"
    "{% else %}{% for part in message.content %}{{ part.text }}{% endfor %}{% endif %}\n{% endfor %}assistant:"
)

Weights = dict[str, npt.NDArray[np.float32]]


def vision_model(folder: Path, seed: int = 3) -> Path:
    """Writes the two files into the folder, which it returns."""
    rng = np.random.default_rng(seed)
    folder.mkdir(parents=True, exist_ok=True)
    _write(folder / "tiny-f32.gguf", _words(), _word_weights(rng))
    _write(folder / "mmproj-tiny-f32.gguf", _eyes(), _eye_weights(rng))
    return folder


def _vocabulary() -> list[str]:
    """GPT-2's 256 signs for bytes, two line ends, whole words with the space before them, and marks."""
    printable = [*range(33, 127), *range(161, 173), *range(174, 256)]
    signs = {byte: chr(byte) for byte in printable}
    others = [byte for byte in range(256) if byte not in signs]
    signs |= {byte: chr(256 + at) for at, byte in enumerate(others)}
    return [*(signs[byte] for byte in range(256)), "ĊĊ", *("Ġ" + word for word in WORDS), *MARKS]


def _words() -> dict[str, Any]:
    vocabulary = _vocabulary()
    marks = len(MARKS)
    return {
        "general.architecture": "llama",
        "general.name": "Tiny random eyes",
        "llama.context_length": 8192,
        "llama.embedding_length": WIDTH,
        "llama.block_count": LAYERS,
        "llama.feed_forward_length": WIDER,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": HEADS,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.dimension_count": WIDTH // HEADS,
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.pre": "smollm",
        "tokenizer.ggml.tokens": vocabulary,
        "tokenizer.ggml.token_type": [1] * (len(vocabulary) - marks) + [3] * marks,  # normal; control
        "tokenizer.ggml.merges": ["Ċ Ċ"],
        "tokenizer.ggml.bos_token_id": vocabulary.index("<|end|>"),
        "tokenizer.ggml.eos_token_id": vocabulary.index("<|end|>"),
        "tokenizer.chat_template": TEMPLATE,
    }


def _word_weights(rng: np.random.Generator) -> Weights:
    vocabulary = _vocabulary()
    spoken = [at for at, token in enumerate(vocabulary) if token.startswith("Ġ") and len(token) > 1]
    out = np.zeros((len(vocabulary), WIDTH), np.float32)  # only words are written: one of them is above 0
    out[spoken] = rng.normal(size=(len(spoken), WIDTH))
    weights: Weights = {
        "token_embd.weight": _random(rng, len(vocabulary), WIDTH),
        "output_norm.weight": np.ones(WIDTH, np.float32),
        "output.weight": out,
    }
    for at in range(LAYERS):
        layer = f"blk.{at}."
        weights |= {layer + f"{norm}_norm.weight": np.ones(WIDTH, np.float32) for norm in ("attn", "ffn")}
        weights |= {layer + f"attn_{part}.weight": _random(rng, WIDTH, WIDTH) for part in ("q", "k", "v", "output")}
        weights |= {layer + f"ffn_{part}.weight": _random(rng, WIDER, WIDTH) for part in ("gate", "up")}
        weights[layer + "ffn_down.weight"] = _random(rng, WIDTH, WIDER)
    return weights


def _eyes() -> dict[str, Any]:
    return {
        "general.architecture": "clip",
        "general.type": "mmproj",
        "clip.has_vision_encoder": True,
        "clip.projector_type": "idefics3",
        "clip.use_gelu": True,
        "clip.vision.image_size": SIDE,
        "clip.vision.preproc_image_size": 2 * SIDE,
        "clip.vision.patch_size": PATCH,
        "clip.vision.projector.scale_factor": MERGED,
        "clip.vision.embedding_length": WIDTH,
        "clip.vision.feed_forward_length": WIDER,
        "clip.vision.block_count": LAYERS,
        "clip.vision.attention.head_count": HEADS,
        "clip.vision.attention.layer_norm_epsilon": 1e-6,
        "clip.vision.projection_dim": WIDTH,
        "clip.vision.image_mean": [0.5, 0.5, 0.5],
        "clip.vision.image_std": [0.5, 0.5, 0.5],
    }


def _eye_weights(rng: np.random.Generator) -> Weights:
    weights: Weights = {
        "v.patch_embd.weight": rng.normal(size=(WIDTH, 3, PATCH, PATCH)).astype(np.float32) / PATCH,
        "v.patch_embd.bias": np.zeros(WIDTH, np.float32),
        "v.position_embd.weight": _random(rng, (SIDE // PATCH) ** 2, WIDTH),
        "v.post_ln.weight": np.ones(WIDTH, np.float32),
        "v.post_ln.bias": np.zeros(WIDTH, np.float32),
        "mm.model.fc.weight": 4 * _random(rng, WIDTH, WIDTH * MERGED**2),
    }
    for at in range(LAYERS):
        layer = f"v.blk.{at}."
        for name, rows, columns in (
            *((f"attn_{part}", WIDTH, WIDTH) for part in ("q", "k", "v", "out")),
            ("ffn_up", WIDER, WIDTH),
            ("ffn_down", WIDTH, WIDER),
        ):
            weights[f"{layer}{name}.weight"] = _random(rng, rows, columns)
            weights[f"{layer}{name}.bias"] = np.zeros(rows, np.float32)
        for norm in ("ln1", "ln2"):
            weights[f"{layer}{norm}.weight"] = np.ones(WIDTH, np.float32)
            weights[f"{layer}{norm}.bias"] = np.zeros(WIDTH, np.float32)
    return weights


def _random(rng: np.random.Generator, rows: int, columns: int) -> npt.NDArray[np.float32]:
    return (rng.normal(size=(rows, columns)) / np.sqrt(columns)).astype(np.float32)


# -- the format -------------------------------------------------------------------------------------------------------


def _write(path: Path, values: dict[str, Any], weights: Weights) -> None:
    data = b"GGUF" + struct.pack("<IQQ", 3, len(weights), len(values))
    data += b"".join(_text(key) + _value(value) for key, value in values.items())
    offset, rest = 0, b""
    for name, weight in weights.items():
        shape = weight.shape[::-1]
        data += _text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, offset)
        raw = weight.astype("<f4").tobytes()
        rest += raw + b"\0" * (-len(raw) % ALIGNMENT)
        offset = len(rest)
    path.write_bytes(data + b"\0" * (-len(data) % ALIGNMENT) + rest)


def _text(text: str) -> bytes:
    return struct.pack("<Q", len(text.encode())) + text.encode()


def _value(value: Any) -> bytes:
    kind, plain = _plain(value)
    return struct.pack("<I", kind) + plain


def _plain(value: Any) -> tuple[int, bytes]:
    if isinstance(value, bool):
        return 7, struct.pack("<?", value)
    if isinstance(value, int):
        return 4, struct.pack("<I", value)
    if isinstance(value, float):
        return 6, struct.pack("<f", value)
    if isinstance(value, str):
        return 8, _text(value)
    kinds = {_plain(one)[0] for one in value}
    kind = 5 if kinds == {4} else kinds.pop()  # lists of whole numbers are signed
    return 9, struct.pack("<IQ", kind, len(value)) + b"".join(_plain(one)[1] for one in value)
