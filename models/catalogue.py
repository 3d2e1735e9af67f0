"""The catalogue: what each model is, where it comes from, and what its files must be. Reads `catalogue.toml`."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from assistant.errors import ModelBroken, Usage

DEFAULT = Path(__file__).with_name("catalogue.toml")


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model. `path` is relative to the model's folder, with forward slashes."""

    path: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Part:
    """Bytes inside a Python package: "NAME==VERSION" and the member of its wheel."""

    requirement: str
    member: str


@dataclass(frozen=True, slots=True)
class PackageSource:
    """The files lie in wheels: each file is its parts, joined."""

    files: Mapping[str, tuple[Part, ...]]

    @property
    def requirements(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(part.requirement for parts in self.files.values() for part in parts))

    def __str__(self) -> str:
        return f"the Python packages {', '.join(self.requirements)}"


@dataclass(frozen=True, slots=True)
class HubSource:
    """A repository of the Hugging Face hub at a revision (a branch, or the commit once it is known)."""

    repo: str
    revision: str = "main"

    def __str__(self) -> str:
        return f"the model hub ({self.repo})"


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A folder of this computer."""

    folder: Path

    def __str__(self) -> str:
        return f"the folder {self.folder.name}"


Source = PackageSource | HubSource | FolderSource
Kind = Literal["recogniser", "embedder", "vad", "captioner", "voice", "layout", "other"]


@dataclass(frozen=True, slots=True)
class Entry:
    """All that is known of one model."""

    name: str
    purpose: str
    kind: Kind
    licence: str
    languages: tuple[str, ...]
    """BCP 47 tags, "multilingual" or "any"."""
    memory_mb: int
    """Resident memory while loaded, on the CPU."""
    origin: str
    """Where its makers publish it."""
    needed: bool
    """True for the models that the assistant's main job needs."""
    verified: bool
    """True when the hashes below were known before the first download."""
    download_bytes: int
    files: tuple[ModelFile, ...]
    """Empty for a hub model that was never installed."""
    sources: tuple[Source, ...]

    @property
    def bytes(self) -> int:
        """Size on the disk once installed; the size of the download where the files aren't known yet."""
        return sum(file.bytes for file in self.files) or self.download_bytes


def read(path: Path = DEFAULT) -> dict[str, Entry]:
    """Every entry by its name. Raises `ModelBroken` when the catalogue itself is damaged."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = [_entry(raw) for raw in data["model"]]
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ModelBroken("My list of models is damaged. Install Hearsight again.", detail=repr(error)) from error
    return {entry.name: entry for entry in entries}


def unknown(name: str, known: list[str]) -> Usage:
    """The error for a name that no model has, with the nearest known one."""
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"I know: {', '.join(known)}."
    return Usage(f"There is no model called {name}. {hint}")


def _entry(raw: Mapping[str, Any]) -> Entry:
    files = tuple(
        ModelFile(_safe(file["path"]), int(file["bytes"]), str(file["sha256"])) for file in raw.get("files", [])
    )
    entry = Entry(
        name=raw["name"],
        purpose=raw["purpose"],
        kind=raw["kind"],
        licence=raw["licence"],
        languages=tuple(raw["languages"]),
        memory_mb=int(raw["memory_mb"]),
        origin=raw["origin"],
        needed=bool(raw["needed"]),
        verified=bool(raw["verified"]),
        download_bytes=int(raw["download_bytes"]),
        files=files,
        sources=tuple(_source(source) for source in raw["sources"]),
    )
    if entry.verified != bool(files):
        raise ValueError(f"{entry.name}: a verified model lists its files, an unverified one can't")
    return entry


def _source(raw: Mapping[str, Any]) -> Source:
    if raw["kind"] == "packages":
        return PackageSource(
            {_safe(path): tuple(_part(part) for part in parts) for path, parts in raw["files"].items()}
        )
    if raw["kind"] == "hub":
        return HubSource(raw["repo"], raw.get("revision", "main"))
    raise ValueError(f"unknown kind of source: {raw['kind']}")


def _part(text: str) -> Part:
    requirement, _, member = text.partition(":")
    if "==" not in requirement or not member:
        raise ValueError(f"a part is NAME==VERSION:path/in/wheel, not {text}")
    return Part(requirement, member)


def _safe(path: str) -> str:
    """A path that stays inside the model's folder."""
    pure = PurePosixPath(path)
    if pure.is_absolute() or ".." in pure.parts or "\\" in path or not pure.parts:
        raise ValueError(f"not a path inside a model's folder: {path}")
    return path
