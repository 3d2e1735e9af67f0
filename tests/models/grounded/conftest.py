from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.cancel import Token


@pytest.fixture(scope="session")
def minilm() -> Path:
    """The folder of the sentence-embedding model."""
    home = os.environ.get("HEARSIGHT_HOME")
    data = Path(home) if home else Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "hearsight"
    folder = Path(os.environ.get("HEARSIGHT_MODELS", data / "models")) / "minilm-l6-v2"
    assert (folder / "model.safetensors").is_file(), "the sentence-embedding model is missing; run: make setup"
    return folder


class Here:
    """A `ports.Worker` whose object is in this process."""

    def __init__(self, target: object) -> None:
        self.target = target
        self.calls = 0

    def call(self, method: str, *args: object, token: Token, timeout_s: float = 60.0, **kwargs: object) -> Any:
        self.calls += 1
        return getattr(self.target, method)(*args, token=token, **kwargs)

    def stream(
        self, method: str, *args: object, token: Token, timeout_s: float = 60.0, **kwargs: object
    ) -> Iterator[Any]:
        yield from getattr(self.target, method)(*args, token=token, **kwargs)


@pytest.fixture(scope="session")
def embedder(minilm: Path) -> Here:
    from models.grounded.embeddings import Embedder

    return Here(Embedder(minilm))
