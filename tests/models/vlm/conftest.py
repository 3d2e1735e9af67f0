"""Tiny captioning models, made once a session."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.cancel import Token
from tests.models.vlm import tiny, tiny_families

STEPS = 260


@pytest.fixture(scope="session", autouse=True)
def one_thread() -> Iterator[None]:
    """Tiny matrices run faster on one thread than on several that wait for each other."""
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture(scope="session")
def colours(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Trained: names the colour of a square and of its background."""
    return tiny.save(tmp_path_factory.mktemp("models") / "colours", steps=STEPS)


@pytest.fixture(scope="session")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Random weights and BERT's tokenizer: never ends before the limit of tokens."""
    return tiny.save(tmp_path_factory.mktemp("models") / "untrained", kind="bert")


@pytest.fixture(scope="session")
def blip(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny.save_blip(tmp_path_factory.mktemp("models") / "blip")


@pytest.fixture
def copy(colours: Path, tmp_path: Path) -> Path:
    """The trained model's folder, to be damaged."""
    return Path(shutil.copytree(colours, tmp_path / "copy"))


@pytest.fixture
def token() -> Token:
    return Token()


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The folder of a tiny random model of a family (`tiny_families.BUILDERS`), built at its first use."""
    kept: dict[str, Path] = {}

    def give(family: str) -> Path:
        if family not in kept:
            folder = tmp_path_factory.mktemp("families") / family
            kept[family] = tiny_families.BUILDERS[family](folder)
        return kept[family]

    return give
