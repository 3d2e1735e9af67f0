"""What was said of each row, kept in a file line by line, so that a run that was stopped goes on."""

from __future__ import annotations

import contextlib
import json
import sys
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from types import NoneType
from typing import IO, Any

from assistant.errors import HearsightError, UnusableInput, Usage
from models.evaluation.captions.answerable import HALF
from models.evaluation.captions.datasets import Set
from models.evaluation.captions.files import OURS, rows_of
from models.evaluation.captions.look import Said

_IDS = ("question_id", "image_id", "image", "id")
"""The first that a row has names it: rows of COCO's results may have a running "id" besides."""
_TEXTS = ("text", "caption", "answer")
_KINDS = {"id": str, "text": str, "answered": bool, "sure": float | None, "ms": float, "failed": str}


class Kept:
    """A file of answers: a line about the run, then a line a row. Use it as a context manager."""

    def __init__(self, path: Path | None, run: Mapping[str, str]) -> None:
        """`path` None: kept in memory only. `run`: what the answers depend on. Raises `errors.Usage` for answers of
        another run or a file that one is writing, `errors.UnusableInput` for a file that can't be read or written."""
        self.rows: dict[str, Said] = {}
        self._file: IO[bytes] | None = None
        if path is None:
            return
        if path.exists() and not path.is_file():
            raise UnusableInput(f"The answers can't be written to {path}: it is no file.")
        try:
            self._file = path.open("r+b" if path.exists() else "x+b")
            _lock(self._file, path)
            whole = self._read(path, self._file.read(), run)
            self._file.seek(whole)
            self._file.truncate()
            if not whole:
                self._write({"run": dict(run)})
        except OSError as error:
            self.close()
            raise UnusableInput(f"The answers can't be written to {path}.", detail=str(error)) from error
        except HearsightError:
            self.close()
            raise

    def __enter__(self) -> Kept:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):  # nothing is left to be written
                self._file.close()

    def add(self, said: Said) -> None:
        """Raises `errors.UnusableInput` where it can't be written: the disk is full, for one."""
        self.rows[said.id] = said
        if self._file is not None:
            try:
                self._write(asdict(said))
            except OSError as error:
                raise UnusableInput(f"The answers can't be written to {self._file.name}.", detail=str(error)) from error

    def _write(self, row: Mapping[str, object]) -> None:
        assert self._file is not None  # noqa: S101 - who calls has looked
        text = json.dumps(row, ensure_ascii=False) + "\n"
        self._file.write(text.encode("utf-8", "backslashreplace"))  # half a surrogate pair: as JSON writes it
        self._file.flush()

    def _read(self, path: Path, given: bytes, run: Mapping[str, str]) -> int:
        """Its rows; how many bytes its whole lines have: the last one may be cut off, also within a letter."""
        whole = given.rfind(b"\n") + 1
        if not whole and not OURS.startswith(given[: len(OURS)]):  # some other file of the person's
            raise UnusableInput(f"{path.name} is no file of answers.")
        try:
            lines = given[:whole].decode("utf-8").split("\n")[:-1]
            its = dict(json.loads(lines[0])["run"]) if lines else dict(run)
            rows = [_said(json.loads(line)) for line in lines[1:]]
        except (KeyError, TypeError, ValueError) as error:
            raise UnusableInput(f"{path.name} is no file of answers.", detail=str(error)) from error
        other = next((key for key in {**run, **its} if its.get(key) != run.get(key)), None)
        if other is not None and not rows:  # it ended before anything was said
            return 0
        if other is not None:
            raise Usage(
                f"{path.name} has answers of another run: its {other} is {its.get(other)!r}, now {run.get(other)!r}. "
                "Name another file, or delete it."
            )
        self.rows = {said.id: said for said in rows}
        return whole


def _said(row: Mapping[str, Any]) -> Said:
    """Raises `TypeError` for one that is none."""
    for key, value in row.items():
        if not isinstance(float(value) if type(value) is int else value, _KINDS.get(key, NoneType)):
            raise TypeError(f"{key} is {type(value).__name__}")
    return Said(**row)


def _lock(file: IO[bytes], path: Path) -> None:
    """Held until the file is closed, however that comes. Raises `errors.Usage` where another run holds it."""
    if sys.platform == "win32":
        return
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise Usage(f"Another run writes its answers to {path.name}. Wait for it, or name another file.") from error


def results(path: Path, found: Set) -> dict[str, Said]:
    """A file of results as the sets' makers take them: [{"image_id": 1, "caption": "..."}], [{"question_id": 1,
    "answer": "..."}], or the lines of `Kept`. Raises `errors.UnusableInput`, also where none is of a row of the set."""
    given = rows_of(path)
    if not isinstance(given, list):
        raise UnusableInput(f"{path.name} is no file of results: it is no list of rows.")
    rows = [row for row in given if not (isinstance(row, dict) and "run" in row)]
    said_of: dict[str, Said] = {}
    for number, row in enumerate(rows, 1):
        said = _result(row) if isinstance(row, dict) else None
        if said is None:
            raise UnusableInput(
                f"{path.name} is no file of results: row {number} has no id or no text, or "
                "how sure it is isn't between 0 and 1."
            )
        if said_of.setdefault(said.id, said) != said:
            raise UnusableInput(f"{path.name} has two results for {said.id}; the second is row {number}.")
    if not any(row.id in said_of for row in found.rows):
        raise UnusableInput(f"{path.name} has no result for any row of {found.name}: it is of another set.")
    return said_of


def _result(row: Mapping[str, Any]) -> Said | None:
    """None for a row that is none. "answerable" is a share, as VizWiz takes it: how sure it is that it can be."""
    name = next((row[key] for key in _IDS if isinstance(row.get(key), str | int)), None)
    text = next((row[key] for key in _TEXTS if isinstance(row.get(key), str | int | float)), None)
    can = row.get("answerable", row.get("answered", True))
    sure = row.get("sure") if isinstance(can, bool) else can
    fits = isinstance(can, bool) if sure is None else isinstance(sure, int | float) and 0 <= sure <= 1
    if name is None or text is None or not fits:
        return None
    number = float(sure) if sure is not None else None
    answered = can if isinstance(can, bool) else float(can) > HALF
    return Said(str(name), str(text), answered, number)
