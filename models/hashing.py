"""Files and their hashes; records that are written whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from assistant.cancel import Token
from assistant.errors import ModelBroken
from models.catalogue import ModelFile

_BLOCK = 1 << 20


def file_size(path: Path) -> int | None:
    """Bytes of a file; None when it is not there, or no file."""
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None


def folder_size(folder: Path) -> int:
    """Bytes of all files below, 0 when it is not there. What vanishes while we look (a download moves its files, pip
    clears its folders) doesn't count."""
    return sum(file_size(Path(at, name)) or 0 for at, _, names in os.walk(folder) for name in names)


def hash_all(folder: Path, token: Token) -> list[ModelFile]:
    """Every file below the folder. Raises `Cancelled`, `OSError`."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [ModelFile(p.relative_to(folder).as_posix(), p.stat().st_size, sha256(p, token)) for p in paths]


def sha256(path: Path, token: Token) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            token.check()
            digest.update(block)
    return digest.hexdigest()


def shipped(path: Path, digest: str, broken: str = ModelBroken.sentence) -> bytes:
    """The bytes of a file that ships with Hearsight, whose SHA-256 is written beside the code that uses it. Raises
    `errors.ModelBroken`, with the sentence `broken`, for one that is missing or another."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ModelBroken(broken, detail=f"{path}: {error.strerror}") from error
    if hashlib.sha256(data).hexdigest() != digest:
        raise ModelBroken(broken, detail=f"{path}: not the file that was shipped")
    return data


def problems(folder: Path, expected: list[ModelFile], token: Token | None = None) -> list[str]:
    """What of the expected files is missing, cut or damaged: one sentence each."""
    found = []
    for file in expected:
        path = folder / file.path
        size = file_size(path)
        if size is None:
            found.append(f"{file.path} is missing.")
        elif size != file.bytes:
            found.append(f"{file.path} has {size} bytes instead of {file.bytes}.")
        elif file.sha256 and sha256(path, token or Token()) != file.sha256:
            found.append(f"{file.path} is damaged.")
    return found


def write_whole(path: Path, value: object) -> None:
    """Write JSON so that a reader sees the old file or the new one, never half of it."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def files_of(record: dict[str, Any]) -> list[ModelFile]:
    """The files that a record lists. Raises `KeyError`, `TypeError`, `ValueError` for one that is none."""
    return [ModelFile(str(file["path"]), int(file["bytes"]), str(file["sha256"])) for file in record["files"]]
