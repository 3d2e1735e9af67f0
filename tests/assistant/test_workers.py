"""What the host is asked to load."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from assistant.settings import Settings
from assistant.wiring.models import workers_for
from models.store import Store


def test_every_worker_can_be_warmed(tmp_path: Path) -> None:
    workers = workers_for(Settings(), Store(), str(tmp_path))
    assert {"ocr", "objects", "faces", "codes", "caption"} <= set(workers)
    for name, (spelled, _) in workers.items():
        module, made_by = spelled.split(":")
        worker = getattr(import_module(module), made_by)
        assert callable(getattr(worker, "warm", None)), f"{name}: {spelled}"
