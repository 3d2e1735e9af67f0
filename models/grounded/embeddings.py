"""Sentence embeddings on any CPU, without torch: the forward pass of MiniLM-L6-v2 in NumPy.

The model is a six-layer BERT encoder (Devlin et al. 2019) distilled by Wang et al. 2020 and trained for sentence
likeness (sentence-transformers/all-MiniLM-L6-v2): mean over the tokens, then unit length.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelBroken, ModelMissing
from models.blas import one_thread

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.cancel import Token

    Floats = npt.NDArray[np.float32]

MAX_TOKENS = 256
"""As the model was trained (sentence_bert_config.json); what is longer is cut."""
BATCH_TOKENS = 1024
"""Tokens, padding included, that go through a layer at once: about 10 ms a layer on one core, so that a cancel is
noticed in time."""
CACHED = 4096
"""Texts whose embedding is kept: 6 MB."""


class Embedder:
    """Turns texts into vectors. Loads at the first call (about 0.3 s). Not for several threads at once."""

    def __init__(self, folder: Path | str) -> None:
        """`folder` holds model.safetensors, tokenizer.json and config.json."""
        self.folder = Path(folder)
        self._cache: OrderedDict[str, Floats] = OrderedDict()

    def warm(self, *, token: Token | None = None) -> None:
        """Load the weights now. Raises `ModelMissing` or `ModelBroken`."""
        _ = self._weights, self._tokenizer

    def embed(self, texts: Sequence[str], *, token: Token | None = None) -> Floats:
        """(n, 384) float32 of unit length; the dot product of two is their cosine.

        Raises `ModelMissing`, `ModelBroken`, `Cancelled`.
        """
        import numpy as np

        missing = [text for text in dict.fromkeys(texts) if text not in self._cache]
        fresh: dict[str, Floats] = {}
        with one_thread():
            for batch in self._batches(missing):
                vectors = self._forward([ids for _, ids in batch], token)
                fresh.update(zip((text for text, _ in batch), vectors, strict=True))
        rows = [fresh[text] if text in fresh else self._cache[text] for text in texts]
        for text in texts:
            self._remember(text, fresh)
        return np.stack(rows) if rows else np.zeros((0, self._size), dtype=np.float32)

    def _remember(self, text: str, fresh: dict[str, Floats]) -> None:
        if text in fresh:
            self._cache[text] = fresh[text]
        if text in self._cache:
            self._cache.move_to_end(text)
        while len(self._cache) > CACHED:
            self._cache.popitem(last=False)

    # -- loading ------------------------------------------------------------------------------------------------

    @cached_property
    def _config(self) -> dict[str, Any]:
        try:
            config: dict[str, Any] = json.loads((self.folder / "config.json").read_text("utf-8"))
        except FileNotFoundError as error:
            raise ModelMissing(detail=str(error)) from error
        except (OSError, ValueError) as error:
            raise ModelBroken(detail=str(error)) from error
        return config

    @property
    def _size(self) -> int:
        return int(self._config["hidden_size"])

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        path = self.folder / "tokenizer.json"
        if not path.is_file():
            raise ModelMissing(detail=f"no {path}")
        try:
            tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises a bare Exception
            raise ModelBroken(detail=str(error)) from error
        tokenizer.no_padding()
        tokenizer.enable_truncation(MAX_TOKENS)
        return tokenizer

    @cached_property
    def _weights(self) -> dict[str, Floats]:
        from safetensors import SafetensorError
        from safetensors.numpy import load_file

        path = self.folder / "model.safetensors"
        if not path.is_file():
            raise ModelMissing(detail=f"no {path}")
        try:
            loaded = load_file(str(path))
        except (SafetensorError, OSError, ValueError) as error:
            raise ModelBroken(detail=str(error)) from error
        weights = {
            name.removeprefix("bert."): array.astype("float32")
            for name, array in loaded.items()
            if array.dtype.kind == "f"
        }
        last = f"encoder.layer.{int(self._config['num_hidden_layers']) - 1}.output.dense.weight"
        for name in ("embeddings.word_embeddings.weight", last):
            if name not in weights:
                raise ModelBroken(detail=f"{path} has no {name}")
        return weights

    # -- computing ----------------------------------------------------------------------------------------------

    def _batches(self, texts: list[str]) -> Iterator[list[tuple[str, list[int]]]]:
        """Texts of like length together, so that little is spent on padding."""
        if not texts:
            return
        encoded = [encoding.ids for encoding in self._tokenizer.encode_batch(texts)]
        batch: list[tuple[str, list[int]]] = []
        for text, ids in sorted(zip(texts, encoded, strict=True), key=lambda pair: len(pair[1])):
            if batch and (len(batch) + 1) * len(ids) > BATCH_TOKENS:
                yield batch
                batch = []
            batch.append((text, ids))
        yield batch

    def _forward(self, ids: list[list[int]], token: Token | None) -> Floats:
        """(n, hidden) unit vectors of n token lists."""
        import numpy as np

        w, config = self._weights, self._config
        heads, epsilon = int(config["num_attention_heads"]), float(config["layer_norm_eps"])
        longest = max(len(row) for row in ids)
        tokens = np.zeros((len(ids), longest), dtype=np.int64)
        mask = np.zeros((len(ids), longest), dtype=np.float32)
        for row, line in enumerate(ids):
            tokens[row, : len(line)] = line
            mask[row, : len(line)] = 1.0
        x = w["embeddings.word_embeddings.weight"][tokens]
        x = x + w["embeddings.position_embeddings.weight"][:longest] + w["embeddings.token_type_embeddings.weight"][0]
        x = norm(x, w, "embeddings.LayerNorm", epsilon)
        shade = (1.0 - mask)[:, None, None, :] * np.float32(-1e9)
        for layer in range(int(config["num_hidden_layers"])):
            if token is not None:
                token.check()
            x = layer_of(x, shade, w, f"encoder.layer.{layer}", heads, epsilon)
        pooled = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdims=True)
        unit: Floats = pooled / np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12)
        return unit.astype(np.float32)


def layer_of(x: Floats, shade: Floats, w: dict[str, Floats], name: str, heads: int, epsilon: float) -> Floats:
    """One encoder block; x is (n, tokens, hidden), shade (n, 1, 1, tokens) is very negative at the padding."""
    import numpy as np

    n, length, hidden = x.shape

    def split(part: str) -> Floats:
        out = _dense(x, w, f"{name}.attention.self.{part}")
        return out.reshape(n, length, heads, hidden // heads).transpose(0, 2, 1, 3)

    scores = split("query") @ split("key").transpose(0, 1, 3, 2) / np.float32(np.sqrt(hidden // heads)) + shade
    scores = np.exp(scores - scores.max(-1, keepdims=True))
    mixed = (scores / scores.sum(-1, keepdims=True)) @ split("value")
    mixed = mixed.transpose(0, 2, 1, 3).reshape(n, length, hidden)
    x = norm(x + _dense(mixed, w, f"{name}.attention.output.dense"), w, f"{name}.attention.output.LayerNorm", epsilon)
    inner = gelu(_dense(x, w, f"{name}.intermediate.dense"))
    return norm(x + _dense(inner, w, f"{name}.output.dense"), w, f"{name}.output.LayerNorm", epsilon)


def _dense(x: Floats, w: dict[str, Floats], name: str) -> Floats:
    out: Floats = x @ w[f"{name}.weight"].T + w[f"{name}.bias"]
    return out


def norm(x: Floats, w: dict[str, Floats], name: str, epsilon: float) -> Floats:
    import numpy as np

    centred = x - x.mean(-1, keepdims=True)
    scale = np.sqrt((centred * centred).mean(-1, keepdims=True) + epsilon)
    out: Floats = centred / scale * w[f"{name}.weight"] + w[f"{name}.bias"]
    return out


def gelu(x: Floats) -> Floats:
    """x times the normal distribution function, with erf by Abramowitz and Stegun 7.1.26 (error below 1.5e-7)."""
    import numpy as np

    z = np.abs(x) * np.float32(0.7071067811865476)
    t = 1.0 / (1.0 + np.float32(0.3275911) * z)
    poly = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
    erf = np.sign(x) * (1.0 - poly * np.exp(-z * z))
    out: Floats = x * np.float32(0.5) * (1.0 + erf)
    return out
