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
    include: tuple[str, ...] = ()
    """Patterns of the files that are taken; empty: `models.sources.HUB_PATTERNS`, or the entry's own list."""

    def __str__(self) -> str:
        return f"the model hub ({self.repo})"


@dataclass(frozen=True, slots=True)
class FolderSource:
    """A folder of this computer."""

    folder: Path

    def __str__(self) -> str:
        return f"the folder {self.folder.name}"


@dataclass(frozen=True, slots=True)
class BundledSource:
    """The files came with Hearsight: in its own folder, or in a package that it needs and that pip keeps whole."""

    package: str
    """What is imported to find the folder; "models" is Hearsight itself."""
    paths: tuple[str, ...]
    """Inside that package's folder."""

    def __str__(self) -> str:
        return "Hearsight itself" if self.package == "models" else f"the package {self.package}"


Source = PackageSource | HubSource | FolderSource | BundledSource
Kind = Literal[
    "recogniser", "embedder", "vad", "captioner", "answerer", "matcher", "voice", "layout", "ocr", "detector", "other"
]
"""A "captioner" describes pictures (and may answer questions), an "answerer" only answers, a "matcher" tells how well
words fit a picture."""
Runner = Literal["transformers", "gguf", "ctranslate2", "onnx", "other"]
TASKS = ("caption", "answer", "ground", "match", "embed", "hear", "speak", "read", "detect")
PRECISIONS = {"fp32": 4.0, "bf16": 2.0, "int8": 1.0, "int4": 0.56}
"""Bytes a weight. int4: half a byte, and a 16-bit scale and zero for each group of 64 (torchao's default)."""
ROUNDED = ("int8", "int4")
TABLES = 0.15
"""Share of the weights that 8 and 4 bits leave in half precision (tables of words, the head), where no file tells:
0.15 of Qwen3-VL-2B (151,936 words of 2,048 numbers), 0.13 of Qwen2.5-VL-7B (twice 152,064 of 3,584)."""
EYES, MOST_EYES_M = 0.2, 680
"""Share of the weights, and millions at most, that look at the picture, which 4 bits leave as well: 0.19 of
Qwen3-VL-2B, 676 millions of Qwen2.5-VL-7B."""
RUNTIME_MB = 400
"""Of torch and transformers in the host process: 382 MB were resident after a caption by a tiny model."""
ACTIVATIONS = 1.15
"""Activations and key-value cache of one picture, beside the weights: a share that is reckoned, not measured."""


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
    """Resident memory while loaded, on the CPU; reckoned in fp32 where the entry has only `parameters_m`."""
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
    tasks: tuple[str, ...] = ()
    """Of `TASKS`."""
    good_at: str = ""
    """Half a sentence; what its makers publish, unless it says that it was measured here."""
    parameters_m: int = 0
    """Millions of weights, as published; 0: not told."""
    picture_tokens: int = 0
    """About how many tokens the decoder reads for one picture; 0: not told."""
    family: str = ""
    """`model_type` of its config.json."""
    runner: Runner = "other"
    licence_url: str = ""
    must_accept: bool = False
    """The licence has conditions to which a person must say yes first; the hub asks for an account then, too."""
    needs: str = ""
    """A sentence: what else it needs to run, or why it can't be used."""

    @property
    def bundled(self) -> BundledSource | None:
        """Set for a model that is part of Hearsight: neither installed nor removed."""
        return next((source for source in self.sources if isinstance(source, BundledSource)), None)

    @property
    def memory(self) -> dict[str, int]:
        """Megabytes of memory by precision, reckoned from the published number of weights (`memory_for`); empty where
        that is not known. A GGUF file has the precision that it has."""
        if not self.parameters_m or self.runner == "gguf":
            return {}
        return {precision: memory_for(self.parameters_m, precision) for precision in PRECISIONS}

    @property
    def bytes(self) -> int:
        """Size on the disk once installed; the size of the download where the files aren't known yet."""
        return sum(file.bytes for file in self.files) or self.download_bytes


def memory_for(
    parameters_m: float,
    precision: str,
    tables_m: float | None = None,
    eyes_m: float | None = None,
    *,
    whole_in: str = "bf16",
) -> int:
    """Megabytes while it runs: the weights at this precision, their activations, and the libraries. `tables_m`: the
    millions of weights that 8 and 4 bits leave as they are; `eyes_m`: those that 4 bits leave, too; where that is
    known. `whole_in`: the precision in which they are left."""
    whole = 0.0
    if precision in ROUNDED:
        whole = TABLES * parameters_m if tables_m is None else tables_m
    if precision == "int4":
        whole += min(EYES * parameters_m, MOST_EYES_M) if eyes_m is None else eyes_m
    weights = (parameters_m - whole) * PRECISIONS[precision] + whole * PRECISIONS[whole_in]
    return round(weights * ACTIVATIONS + RUNTIME_MB)


def read(path: Path = DEFAULT) -> dict[str, Entry]:
    """Every entry by its name. Raises `ModelBroken` when the catalogue itself is damaged."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        entries = {raw["name"]: _entry(raw) for raw in data["model"]}
        if len(entries) != len(data["model"]):
            raise ValueError("two models have the same name")
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise ModelBroken("My list of models is damaged. Install Hearsight again.", detail=repr(error)) from error
    return entries


def unknown(name: str, known: list[str]) -> Usage:
    """The error for a name that no model has, with the nearest known one."""
    near = difflib.get_close_matches(name, known, n=1)
    hint = f"Did you mean {near[0]}?" if near else "To hear what there is: hearsight models list"
    return Usage(f"There is no model called {name!r}. {hint}")


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
        memory_mb=int(raw["memory_mb"]) if "memory_mb" in raw else memory_for(int(raw["parameters_m"]), "fp32"),
        origin=raw["origin"],
        needed=bool(raw["needed"]),
        verified=bool(raw["verified"]),
        download_bytes=int(raw["download_bytes"]),
        files=files,
        sources=tuple(_source(source) for source in raw["sources"]),
        tasks=tuple(raw.get("tasks", ())),
        good_at=raw.get("good_at", ""),
        parameters_m=int(raw.get("parameters_m", 0)),
        picture_tokens=int(raw.get("picture_tokens", 0)),
        family=raw.get("family", ""),
        runner=raw.get("runner", "other"),
        licence_url=raw.get("licence_url", ""),
        must_accept=bool(raw.get("must_accept", False)),
        needs=raw.get("needs", ""),
    )
    if entry.verified != bool(files) and entry.bundled is None:
        raise ValueError(f"{entry.name}: a verified model lists its files, an unverified one can't")
    if unknown := set(entry.tasks) - set(TASKS):
        raise ValueError(f"{entry.name}: unknown tasks {sorted(unknown)}")
    if entry.must_accept and not entry.licence_url:
        raise ValueError(f"{entry.name}: a licence to accept needs the address where it can be read")
    return entry


def _source(raw: Mapping[str, Any]) -> Source:
    if raw["kind"] == "packages":
        return PackageSource(
            {_safe(path): tuple(_part(part) for part in parts) for path, parts in raw["files"].items()}
        )
    if raw["kind"] == "hub":
        return HubSource(raw["repo"], raw.get("revision", "main"), tuple(raw.get("include", ())))
    if raw["kind"] == "bundled":
        return BundledSource(raw["package"], tuple(_safe(path) for path in raw["paths"]))
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
