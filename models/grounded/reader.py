"""Whether a line answers a question: a small cross-encoder in NumPy, on any CPU, without torch.

The question and the line go through MiniLM-L6-v2 together (a cross-encoder, Nogueira and Cho 2019), changed by low-rank
adapters (LoRA, Hu et al. 2021) that are added to its weights once, at load; a small head reads the mean of the
question's tokens, of the line's, and how they differ. Made by `models.training.reader.train`; English only. It is not
sure enough to answer with (docs/answers.md): it chooses what is offered where nothing answers.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelBroken
from models.blas import one_thread
from models.grounded.embeddings import BATCH_TOKENS, Embedder, gelu, layer_of, norm
from models.hashing import shipped

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from assistant.cancel import Token

    Floats = npt.NDArray[np.float32]

WEIGHTS = Path(__file__).parents[1] / "weights" / "line-reader.safetensors"
SHA256 = "04e68a268b77565902a860829799dd7dff39c0ec3459b85e3b87e167107f3f0a"
"""Of those weights, looked at when they are loaded. `models.training.reader.train` may make others elsewhere."""
QUESTION_TOKENS = 24
AROUND_TOKENS = 12
TOKENS = 72
"""In all; what is longer is cut, the question and what the line stands under first."""
PARTS = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)
"""The layers of a block that have an adapter."""
Line = tuple[str, str]
"""What the line stands under (may be empty), and the line."""
Row = tuple[list[int], int, int]
"""Token ids; where the second part starts; where the line does."""


def encoded(tokenizer: Any, question: str, line: Line) -> Row:
    """[CLS] question [SEP] around : line [SEP] as ids; where the second part starts, and where the line does."""

    def ids(text: str, most: int) -> list[int]:
        found: list[int] = tokenizer.encode(text, add_special_tokens=False).ids[:most]
        return found

    cls, sep, colon = (tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]", ":"))
    asked = [cls, *ids(question, QUESTION_TOKENS), sep]
    around = ids(line[0], AROUND_TOKENS)
    before = [*asked, *around, colon] if around else asked
    return [*before, *ids(line[1], TOKENS - len(before) - 1), sep], len(asked), len(before)


class LineReader(Embedder):
    """An `Embedder` that also tells how likely lines answer a question. What it changes of the weights loads at the
    first call of `read` (about 0.2 s, 43 MB)."""

    def __init__(self, folder: Path | str, weights: Path | str = WEIGHTS, sha256: str = SHA256) -> None:
        """`folder` holds the base, as for `Embedder`; `weights` the adapters and the head, which must be the file of
        that `sha256`."""
        super().__init__(folder)
        self._file, self._sha256 = Path(weights), sha256

    def read(self, question: str, lines: Sequence[Line], *, token: Token | None = None) -> list[float]:
        """For each line the probability (0..1) that it answers the question.

        Raises `ModelMissing`, `ModelBroken`, `Cancelled`.
        """
        rows = [encoded(self._tokenizer, question, line) for line in lines]
        order = sorted(range(len(rows)), key=lambda at: len(rows[at][0]))
        found = [0.0] * len(rows)
        with one_thread():
            while order:
                # Lines of like length together, so that little is spent on padding.
                many = max(1, BATCH_TOKENS // len(rows[order[0]][0]))
                while many > 1 and many * len(rows[order[min(many, len(order)) - 1]][0]) > BATCH_TOKENS:
                    many -= 1
                batch, order = order[:many], order[many:]
                for at, one in zip(batch, self._rated([rows[at] for at in batch], token), strict=True):
                    found[at] = float(one)
        return found

    @cached_property
    def _merged(self) -> dict[str, Floats]:
        """The base with the adapters added, and the head."""
        from safetensors import SafetensorError
        from safetensors.numpy import load

        try:
            own = {name: array.astype("float32") for name, array in load(shipped(self._file, self._sha256)).items()}
        except (SafetensorError, ValueError) as error:
            raise ModelBroken(detail=str(error)) from error
        merged = dict(self._weights)
        try:
            for layer in range(int(self._config["num_hidden_layers"])):
                for part in PARTS:
                    name = f"encoder.layer.{layer}.{part}"
                    merged[f"{name}.weight"] = merged[f"{name}.weight"] + own[f"{name}.B"] @ own[f"{name}.A"]
            for name in ("head.0.weight", "head.0.bias", "head.2.weight", "head.2.bias"):
                merged[name] = own[name]
        except (KeyError, ValueError) as error:
            raise ModelBroken(detail=f"{self._file} does not fit {self.folder}: {error}") from error
        return merged

    def _rated(self, rows: Sequence[Row], token: Token | None) -> Floats:
        """(n,) probabilities."""
        import numpy as np

        w, config = self._merged, self._config
        heads, epsilon = int(config["num_attention_heads"]), float(config["layer_norm_eps"])
        longest = max(len(ids) for ids, *_ in rows)
        tokens, types = (np.zeros((len(rows), longest), dtype=np.int64) for _ in range(2))
        asked, told, every = (np.zeros((len(rows), longest, 1), dtype=np.float32) for _ in range(3))
        for at, (ids, second, line) in enumerate(rows):
            tokens[at, : len(ids)] = ids
            types[at, second : len(ids)] = 1
            asked[at, 1 : second - 1] = told[at, line : len(ids) - 1] = every[at, : len(ids)] = 1.0
        x = w["embeddings.word_embeddings.weight"][tokens] + w["embeddings.position_embeddings.weight"][:longest]
        x = norm(x + w["embeddings.token_type_embeddings.weight"][types], w, "embeddings.LayerNorm", epsilon)
        shade = (1.0 - every.reshape(len(rows), 1, 1, longest)) * np.float32(-1e9)
        for layer in range(int(config["num_hidden_layers"])):
            if token is not None:
                token.check()
            x = layer_of(x, shade, w, f"encoder.layer.{layer}", heads, epsilon)
        q, t = (((x * mask).sum(1) / np.maximum(mask.sum(1), 1.0)) for mask in (asked, told))
        features = np.concatenate([x[:, 0], q, t, q * t, np.abs(q - t)], -1)
        hidden = gelu(features @ w["head.0.weight"].T + w["head.0.bias"])
        logits = (hidden @ w["head.2.weight"].T + w["head.2.bias"])[:, 0]
        found: Floats = 1.0 / (1.0 + np.exp(-logits))
        return found
