from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np
import pytest

from assistant.cancel import Cancelled, Token
from assistant.errors import ModelBroken, ModelMissing
from models.grounded.embeddings import Embedder

TEXTS = [
    "Where is the Save button?",
    "The disk is full.",
    "",
    "Ein deutscher Satz, 3.14159, and ümläüte.",
    "保存 文件",
    "word " * 400,
]


@pytest.fixture(scope="module")
def embedder(minilm: Path) -> Embedder:
    return Embedder(minilm)


def test_vectors_equal_those_of_the_reference_implementation(embedder: Embedder, minilm: Path) -> None:
    import torch
    from tokenizers import Tokenizer
    from transformers import BertModel

    model = BertModel.from_pretrained(minilm, add_pooling_layer=False).eval()
    tokenizer = Tokenizer.from_file(str(minilm / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(256)
    ours = embedder.embed(TEXTS)
    for text, vector in zip(TEXTS, ours, strict=True):
        with torch.no_grad():
            hidden = model(torch.tensor([tokenizer.encode(text).ids])).last_hidden_state[0].mean(0)
        theirs = (hidden / hidden.norm()).numpy()
        assert np.abs(theirs - vector).max() < 1e-4, text


def test_like_texts_lie_nearer_than_unlike_ones(embedder: Embedder) -> None:
    question, near, far = embedder.embed(["how much does it cost", "Price: 20 dollars", "Log in to your account"])
    assert question @ near > question @ far + 0.1


def test_shape_and_length_are_as_promised(embedder: Embedder) -> None:
    vectors = embedder.embed(["a", "b", "a"])
    assert vectors.shape == (3, 384)
    assert vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    assert np.array_equal(vectors[0], vectors[2])
    assert embedder.embed([]).shape == (0, 384)


def test_a_text_is_computed_once(minilm: Path) -> None:
    fresh = Embedder(minilm)
    first = fresh.embed(["once"])
    cancelled = Token()
    cancelled.cancel()
    assert np.array_equal(first, fresh.embed(["once"], token=cancelled))  # no layer ran, or it would have raised


def test_a_cancel_stops_it_between_two_layers(embedder: Embedder) -> None:
    token = Token()
    token.cancel()
    with pytest.raises(Cancelled):
        embedder.embed(["never seen before"], token=token)


def test_a_missing_or_broken_model_is_a_sentence(tmp_path: Path, minilm: Path) -> None:
    with pytest.raises(ModelMissing):
        Embedder(tmp_path).embed(["a"])
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(minilm / name, tmp_path)
    (tmp_path / "model.safetensors").write_bytes(b"\x10" + os.urandom(64))
    with pytest.raises(ModelBroken):
        Embedder(tmp_path).embed(["a"])
