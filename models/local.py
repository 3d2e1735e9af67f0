"""What is known of a model that was installed from a folder: what its own files say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from models.catalogue import Entry, FolderSource, Kind, Runner
from models.hashing import files_of


def local_entry(name: str, record: dict[str, Any], folder: Path | None = None) -> Entry:
    """The entry of a model that came from a folder. `folder`: where it lies, to be looked into.

    Raises `KeyError`, `TypeError` or `ValueError` for a record that is none."""
    family, tasks, runner = _look(folder) if folder is not None else ("", (), "other")
    return Entry(
        name=name,
        purpose=_PURPOSES.get(tasks[:1], "") + "Installed from a folder of this computer.",
        kind=_kind(tasks),
        licence="unknown",
        languages=(),
        memory_mb=0,
        origin=str(record["origin"]),
        needed=False,
        verified=False,
        download_bytes=0,
        files=tuple(files_of(record)),
        sources=(FolderSource(Path(str(record["origin"]))),),
        tasks=tasks,
        family=family,
        runner=runner,
    )


_PURPOSES: dict[tuple[str, ...], str] = {
    ("caption",): "Describes pictures. ",
    ("answer",): "Answers questions about pictures. ",
    ("match",): "Tells how well words fit a picture. ",
}
_ORDER = ("caption", "answer", "ground", "match", "embed")


def _kind(tasks: tuple[str, ...]) -> Kind:
    if "caption" in tasks:
        return "captioner"
    return "answerer" if "answer" in tasks else "matcher" if "match" in tasks else "other"


def _look(folder: Path) -> tuple[str, tuple[str, ...], Runner]:
    """Family, tasks and runner, as far as the files tell without being loaded."""
    if any(
        "mmproj" in path.name.lower() for path in folder.glob("*.gguf")
    ):  # the part that sees, as llama.cpp names it
        return "", ("caption", "answer"), "gguf"
    try:
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        family, architectures = str(config.get("model_type", "")), list(config.get("architectures") or [])
    except (OSError, ValueError, TypeError, AttributeError):
        return "", (), "other"
    tasks = _tasks(family, str(architectures[0]) if architectures else "")
    return family, tuple(task for task in _ORDER if task in tasks), "transformers" if tasks else "other"


def _tasks(family: str, architecture: str) -> frozenset[str]:
    from models.vlm.families import FAMILIES
    from models.vlm.families.loading import BY_ARCHITECTURE

    adapter = BY_ARCHITECTURE[architecture][0] if architecture in BY_ARCHITECTURE else FAMILIES.get(family)
    return adapter.tasks if adapter is not None else frozenset()
