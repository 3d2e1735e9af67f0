"""A matching model takes part where one is installed and a model writes."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from assistant.settings import Settings
from assistant.wiring.models import engines, workers_for
from models.vlm.engine import VlmEngine


class Shelf:
    """A store with one matching model, installed or not."""

    def __init__(self, *, installed: bool) -> None:
        self._installed = installed

    def names(self) -> list[str]:
        return ["siglip2-base"]

    def entry(self, name: str) -> Any:
        return SimpleNamespace(kind="matcher", name=name)

    def installed(self, name: str) -> bool:
        return self._installed and name == "siglip2-base"

    def present(self, name: str) -> bool:
        return False

    def path(self, name: str) -> Path:
        return Path("/models") / name


class Hosts:
    def worker(self, name: str) -> str:
        return name


@pytest.mark.parametrize(("installed", "model"), [(True, True), (True, False), (False, True)])
def test_a_matching_model_is_asked_where_there_is_one_and_a_model_that_writes(
    tmp_path: Path, installed: bool, model: bool
) -> None:
    shelf: Any = Shelf(installed=installed)
    workers = workers_for(Settings(), shelf, str(tmp_path) if model else None)
    assert ("match" in workers) == (installed and model)
    hosts: Any = Hosts()
    made = engines(hosts, workers)
    if not model:
        assert "vlm" not in made
        return
    vlm = made["vlm"]
    assert isinstance(vlm, VlmEngine)
    assert vlm._match == ("match" if installed else None)
    if installed:
        where, arguments = workers["match"]
        assert (where, arguments["source"]) == ("models.vlm.captioner:Captioner", "/models/siglip2-base")
