"""`bench.json` beside the models: how quick each model is on this machine, as `hearsight models bench` measured it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.errors import InstallFailed
from models.device import PRECISIONS
from models.hashing import write_whole

FILE = "bench.json"


@dataclass(frozen=True, slots=True)
class Figures:
    """A model's quickest way here that writes what the exact one writes."""

    precision: str
    threads: int
    """Of the CPU; 0 on an accelerator."""
    tokens_per_s: float
    first_token_s: float
    device: str
    """"cpu", "cuda:0", ...: figures of another device are not used."""
    agreement: float
    """Share of captions that are the same as in the most exact way."""
    compiled: bool = False
    """With a static cache and a compiled step."""


def path() -> Path:
    from models.store import default_root

    return default_root() / FILE


def key(source: str | Path) -> str:
    """A model of the store by its name; any other folder by its whole path."""
    from models.store import default_root

    folder = Path(source).expanduser()
    if not folder.is_dir():
        return str(source)
    whole = folder.resolve()
    return whole.name if whole.parent == default_root().resolve() else str(whole)


def read(file: Path | None = None) -> dict[str, Any]:
    """Empty where nothing was measured, or the file is damaged: it is only ever a hint. `file`: not the store's own."""
    try:
        rows = json.loads((file or path()).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return rows if isinstance(rows, dict) else {}


def choice(source: str | Path, device: str | None = None) -> Figures | None:
    """What was measured of a model, where it is for the device that is wanted and makes sense."""
    row = read().get(key(source))
    try:
        told = {"compiled": False, **row}  # type: ignore[dict-item]  # older files don't tell
        found = Figures(**{name: told[name] for name in Figures.__slots__})
        usable = found.precision in PRECISIONS and 0 <= int(found.threads) <= 4 * (os.cpu_count() or 1)
    except (TypeError, KeyError, ValueError):
        return None
    wanted = (device or os.environ.get("HEARSIGHT_DEVICE") or "auto").lower()
    same = wanted in ("auto", found.device, found.device.partition(":")[0])
    return found if usable and same else None


def write(source: str | Path, figures: Figures) -> Path:
    """Atomic; other models' figures stay. Raises `InstallFailed` where it can't be written."""
    file = path()
    rows = {**read(), key(source): asdict(figures)}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, rows)
    except OSError as error:
        raise InstallFailed(f"What was measured could not be kept in {file}.", detail=repr(error)) from error
    return file
