from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def minilm() -> Path:
    """The folder of the sentence-embedding model."""
    home = os.environ.get("HEARSIGHT_HOME")
    data = Path(home) if home else Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "hearsight"
    folder = Path(os.environ.get("HEARSIGHT_MODELS", data / "models")) / "minilm-l6-v2"
    assert (folder / "model.safetensors").is_file(), "the sentence-embedding model is missing; run: make setup"
    return folder
