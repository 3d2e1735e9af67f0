"""The models on this computer: installing, verifying, removing, and finding them by name.

A model is a folder of the store's root. It is built in a hidden folder beside it, every file hashed, and renamed
into place as the last step, so a folder with a record (`.hearsight.json`) is whole, whatever happened before.
Hashes come from the catalogue; for models whose hashes weren't known there, from the first install on this
computer (trust on first use), kept in `trusted.json` even after the model is removed. What a download from the hub
has brought before it broke, was stopped or killed lies in `.NAME.download`, and the next install goes on from there.
"""

from __future__ import annotations

import dataclasses
import json
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Literal

from assistant.cancel import Token
from assistant.errors import InstallFailed, ModelMissing, Usage
from assistant.folders import models_dir
from models import bundled, catalogue, lock, sources
from models.catalogue import BundledSource, Entry, HubSource
from models.hashing import file_size, files_of, problems
from models.installation import RECORD, Installation, download_of, half_fetched, old_of, recover
from models.local import local_entry
from models.sources import Progress
from models.trust import ACCEPTED, Trust

State = Literal["part of Hearsight", "installed", "damaged", "half fetched", "not installed"]


def default_root() -> Path:
    """`assistant.folders.models_dir`."""
    return models_dir()


class Store:
    """Blocks; any thread, and several processes: an install holds a lock of that model."""

    def __init__(
        self,
        root: Path | None = None,
        *,
        entries: dict[str, Entry] | None = None,
        pip_arguments: Sequence[str] = (),
        free_bytes: Callable[[Path], int] = lambda folder: shutil.disk_usage(folder).free,
        offline: bool = False,
    ) -> None:
        """`entries` replaces the catalogue, `pip_arguments` go to `pip download` (an index, a folder of wheels).
        `offline`: nothing is asked of any network; the hub's cache and folders still serve."""
        self.root = root if root is not None else default_root()
        self._catalogue = entries if entries is not None else catalogue.read()
        self._pip_arguments = tuple(pip_arguments)
        self._free_bytes = free_bytes
        self._offline = offline
        self.trust = Trust(self.root)

    # -- what there is ------------------------------------------------------------------------------------------

    def names(self) -> list[str]:
        """The catalogue's models, then those installed from folders."""
        return [*self._catalogue, *(name for name in self._on_disk() if name not in self._catalogue)]

    def needed(self) -> list[str]:
        """Those that the main job needs."""
        return [name for name, entry in self._catalogue.items() if entry.needed]

    def name_of(self, name: str) -> str:
        """A model's name here for what people copy from the hub ("Qwen/Qwen3-VL-2B-Instruct"); others as they are."""
        hub = (
            (entry.name, s.repo) for entry in self._catalogue.values() for s in entry.sources if type(s) is HubSource
        )
        return next((known for known, repo in hub if repo == name), name)

    def entry(self, name: str) -> Entry:
        """Raises `Usage` for a name that no model has."""
        if name in self._catalogue:
            return self._catalogue[name]
        record = self.record(name)
        if record is None:
            raise catalogue.unknown(name, self.names())
        return local_entry(name, record, self.root / name)

    def installed(self, name: str) -> bool:
        """True when the model is whole: every file there with its size. Quick; `verify` reads the bytes."""
        if (source := self._bundled(name)) is not None:
            folder = bundled.folder_of(source)
            return folder is not None and all(file_size(folder / path) for path in source.paths)
        record = self.record(name)
        if record is None:
            return False
        folder = self.root / name
        return all(file_size(folder / file.path) == file.bytes for file in files_of(record))

    def present(self, name: str) -> bool:
        """True when the model was installed, even if files of it are damaged or gone since."""
        return self.record(name) is not None or (self._bundled(name) is not None and self.installed(name))

    def state(self, name: str) -> State:
        """Where it stands, by a quick look. Raises `Usage`."""
        if self.installed(name):
            return "part of Hearsight" if self.entry(name).bundled else "installed"
        if self.present(name) or self.entry(name).bundled:
            return "damaged"
        return "half fetched" if self.half_fetched(name) else "not installed"

    def half_fetched(self, name: str) -> int:
        """Bytes that an unfinished download has left, for the next install to go on from."""
        return half_fetched(self.root, name)

    def path(self, name: str) -> Path:
        """The model's folder. Raises `ModelMissing`, whose sentence says how to install it, or `Usage`."""
        entry = self.entry(name)
        if not self.installed(name):
            raise ModelMissing(f"The model {name} is missing. Run: hearsight models install {name}")
        folder = bundled.folder_of(entry.bundled) if entry.bundled else None
        return folder or self.root / name

    def verify(self, name: str, token: Token | None = None) -> list[str]:
        """Hash every file again: what is wrong, one sentence each, empty when all is well. Raises `Cancelled`."""
        entry = self.entry(name)
        if entry.bundled is not None:
            folder = bundled.folder_of(entry.bundled)
            if folder is None:
                return [f"{entry.bundled} is not installed."]
            return problems(folder, bundled.files(entry, entry.bundled), token)
        record = self.record(name)
        if record is None:
            return [f"{name} is not installed."]
        # Those of a model from a folder are in its entry, from its record.
        expected = list(entry.files) or self.trust.files(name) or files_of(record)
        return problems(self.root / name, expected, token)

    def record(self, name: str) -> dict[str, Any] | None:
        """What was noted when it was installed: {"name", "source", "origin", "installed_at", "files"}."""
        if not _can_be_a_name(name):
            return None
        try:
            record = json.loads((self.root / name / RECORD).read_text(encoding="utf-8"))
            local_entry(name, record)
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return dict(record)

    # -- changing it --------------------------------------------------------------------------------------------

    def accept_licence(self, name: str) -> None:
        """Note that a person accepted the licence of a model. Raises `Usage` for one that asks for no yes."""
        entry = self.entry(name)
        if not entry.must_accept:
            raise Usage(f"The licence of {name} ({entry.licence}) needs no yes.")
        with lock.held(self.root, ACCEPTED):
            self.trust.accept(entry)

    def install(
        self,
        name: str | Path,
        progress: Progress = lambda done, total: None,
        token: Token | None = None,
        *,
        trust_again: bool = False,
        waiting: Callable[[], None] = lambda: None,
    ) -> Path:
        """Fetch, verify and put in place a model of the catalogue, or copy one from a local folder (its path, or the
        name of a model that came from one).

        A named model that is there and sound is left as it is. `progress` gets (bytes done, bytes in all), on this
        thread.
        `trust_again`: what is published today is trusted in the place of what was trusted first. `waiting` is called
        once when another install of this model is under way.
        Raises `Usage` (no such model), `InstallFailed` (not reached, not what it should be, disk full, a licence that
        nobody accepted), `ModelTrouble` and `Cancelled`; what was installed is then as it was before.
        """
        token = token or Token()
        named = str(name) in self._catalogue or not Path(name).is_dir()
        entry = self._catalogue.get(str(name)) or self._folder_entry(name)
        if entry.bundled is not None:
            return self.path(entry.name)
        if entry.must_accept and not self.trust.accepted(entry):
            raise InstallFailed(
                f"The model {entry.name} has a licence that you must accept first: {entry.licence}. Read it at "
                f"{entry.licence_url}, then run: hearsight models install {entry.name} --accept-licence {entry.name}"
            )
        with lock.held(self.root, entry.name, token, waiting):
            recover(self.root, entry.name)
            # Read before anything is fetched; the old record stays until the new model is there.
            known = self.trust.record(entry.name) if entry.name in self._catalogue else None
            trusted = None if trust_again else known
            if not trust_again and named and self.installed(entry.name) and not self.verify(entry.name, token):
                return self.root / entry.name
            return Installation(
                self.root,
                entry,
                self.trust,
                trusted,
                progress,
                token,
                self._pip_arguments,
                self._free_bytes,
                self._offline,
            ).carry_out()

    def remove(self, name: str, waiting: Callable[[], None] = lambda: None) -> bool:
        """Delete the model, and what an unfinished download left; False when neither was there. What was trusted of
        it stays known. `waiting` as for `install`. Raises `Usage` for a part of Hearsight, and `ModelTrouble` where
        it can't be deleted."""
        if (source := self.entry(name).bundled) is not None:
            raise Usage(f"{name} is part of {source}, so it can't be removed.")
        with lock.held(self.root, name, waiting=waiting):
            half = download_of(self.root, name)
            was_half = half.is_dir()
            shutil.rmtree(half, ignore_errors=True)
            shutil.rmtree(old_of(self.root, name), ignore_errors=True)
            folder = self.root / name
            if not folder.is_dir():
                return was_half
            try:
                # Without its record it is no longer installed, even if the deletion is interrupted.
                (folder / RECORD).unlink(missing_ok=True)
                shutil.rmtree(folder)
            except OSError as error:
                raise lock.unwritable(self.root, error) from error
            return True

    # -- records ------------------------------------------------------------------------------------------------

    def _folder_entry(self, name: str | Path) -> Entry:
        folder = Path(name)
        if folder.is_dir():
            folder = folder.resolve()
            name = folder.name
            if name in self._catalogue or not _can_be_a_name(name):
                raise InstallFailed(f"A folder can't be installed under the name {name!r}. Rename it first.")
        elif (record := self.record(str(name))) is not None:
            folder = Path(str(record["origin"]))
        else:
            raise catalogue.unknown(str(name), self.names())
        size = sum(file_size(path) or 0 for path in sources.safe_files(folder))
        entry = local_entry(str(name), {"origin": str(folder), "files": []})
        return dataclasses.replace(entry, download_bytes=size)

    def _bundled(self, name: str) -> BundledSource | None:
        return self._catalogue[name].bundled if name in self._catalogue else None

    def _on_disk(self) -> list[str]:
        if not self.root.is_dir():
            return []
        return sorted(
            path.parent.name for path in self.root.glob(f"*/{RECORD}") if not path.parent.name.startswith(".")
        )


def _can_be_a_name(name: str) -> bool:
    """A folder of the store that is neither hidden (locks, downloads) nor one of its records."""
    return bool(name) and Path(name).name == name and not name.startswith(".") and not name.endswith(".json")
