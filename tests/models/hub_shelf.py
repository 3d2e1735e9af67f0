"""A store for the tests, and the repository that it installs from the hub of `hub_server`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from models.catalogue import Entry, HubSource
from models.store import Store
from tests.models.hub_server import Hub

REPO = "hs-test/captioner"
CONFIG = b'{"model_type": "blip"}'
HEADER = json.dumps({"__metadata__": {"format": "pt"}}).encode()
WEIGHTS = len(HEADER).to_bytes(8, "little") + HEADER + bytes(range(256)) * 2000  # half a megabyte
FILES = {
    "config.json": CONFIG,
    "model.safetensors": WEIGHTS,
    "chat_template.jinja": b"{{ messages }}",
    "pytorch_model.bin": b"\x80\x02 a pickle",
    "modeling.py": b"raise SystemExit('the code of a model was run')",
}
TAKEN = [".hearsight.json", "chat_template.jinja", "config.json", "model.safetensors"]


def entry(name: str = "captioner", **more: Any) -> Entry:
    values: dict[str, Any] = {
        "purpose": "For the tests.", "kind": "captioner", "licence": "MIT", "languages": ("en",), "memory_mb": 1,
        "origin": "nowhere", "needed": False, "verified": False, "download_bytes": 1 << 40, "files": (),
        "sources": (HubSource(REPO),),
    }  # fmt: skip
    return Entry(name=name, **{**values, **more})


def store(tmp_path: Path, *entries: Entry, free: int = 1 << 40, offline: bool = False) -> Store:
    known = {each.name: each for each in entries or (entry(),)}
    return Store(tmp_path / "root", entries=known, free_bytes=lambda _: free, offline=offline)


def left(shelf: Store) -> list[str]:
    """Everything in the store but locks."""
    return sorted(path.name for path in shelf.root.iterdir() if not path.name.endswith(".lock"))


def ranges(hub: Hub) -> list[str | None]:
    """What was asked of the weights, at the host that has them."""
    return [asked.range for asked in hub.of("model.safetensors") if asked.path.startswith("/cdn/")]
