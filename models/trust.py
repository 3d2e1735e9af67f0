"""What a person, or a first install, said yes to: hashes that were trusted on first use, licences that were accepted.

Both are kept beside the models, also after a model is removed.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from assistant.errors import ModelBroken
from models.catalogue import Entry, ModelFile
from models.hashing import files_of, write_whole
from models.lock import unwritable

TRUSTED = "trusted.json"
ACCEPTED = "accepted.json"


class Trust:
    """Reads at each call: other processes write, too. Writers hold the store's lock of the file.

    All raise `ModelBroken` for a record that is damaged."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def files(self, name: str) -> list[ModelFile] | None:
        """What the first install brought; None when there was none."""
        record = self.record(name)
        return files_of(record) if record else None

    def commit(self, name: str) -> str | None:
        """The hub's commit of the first install."""
        record = self.record(name)
        return str(record["origin"]) if record else None

    def record(self, name: str) -> dict[str, Any] | None:
        """The record of the first install; None when there was none."""
        record = self._read(TRUSTED).get(name)
        return dict(record) if record else None

    def trust(self, name: str, record: dict[str, Any]) -> None:
        """Put a record in the place of the one that there may be."""
        write_whole(self._root / TRUSTED, {**self._read(TRUSTED), name: record})

    def accepted(self, entry: Entry) -> bool:
        """Whether a person accepted just this licence; one whose name or address changed is another."""
        said = self._read(ACCEPTED).get(entry.name)
        return said is not None and (said["licence"], said["url"]) == (entry.licence, entry.licence_url)

    def accept(self, entry: Entry) -> None:
        """Raises `ModelTrouble` where it can't be noted."""
        said = {"licence": entry.licence, "url": entry.licence_url, "at": time.time()}
        known = self._read(ACCEPTED)
        try:
            write_whole(self._root / ACCEPTED, {**known, entry.name: said})
        except OSError as error:
            raise unwritable(self._root, error) from error

    def _read(self, file: str) -> dict[str, Any]:
        path = self._root / file
        try:
            known = json.loads(path.read_text(encoding="utf-8"))
            _CHECKS[file](known)
        except (FileNotFoundError, NotADirectoryError):
            return {}
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            # Starting anew here would trust whatever comes next: a person must decide.
            raise ModelBroken(_DAMAGED[file].format(path=path), detail=repr(error)) from error
        return dict(known)


def _check_trusted(known: Any) -> None:
    for record in known.values():
        files_of(record)
        record["origin"]


def _check_accepted(known: Any) -> None:
    for said in known.values():
        said["licence"], said["url"]


_CHECKS = {TRUSTED: _check_trusted, ACCEPTED: _check_accepted}
_DAMAGED = {
    TRUSTED: (
        "My record of the models that were trusted can't be read, so none is trusted anew. "
        "Mend {path}, or delete it to trust what is published now."
    ),
    ACCEPTED: "My record of the licences that you accepted can't be read. Delete {path}, then accept them again.",
}
