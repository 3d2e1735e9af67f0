"""What was said of each row, kept in a file line by line, so that a run that was stopped goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import IO

from assistant.errors import UnusableInput, Usage
from models.evaluation.captions.files import rows_of
from models.evaluation.captions.look import Said

_IDS = ("id", "question_id", "image_id", "image")
_TEXTS = ("text", "caption", "answer")


class Kept:
    """A file of answers: a line about the run, then a line a row. Use it as a context manager."""

    def __init__(self, path: Path | None, run: Mapping[str, str]) -> None:
        """`path` None: kept in memory only. `run`: what the answers depend on. Raises `errors.Usage` for answers of
        another run, `errors.UnusableInput` for a file that can't be read or written."""
        self.rows: dict[str, Said] = {}
        self._file: IO[str] | None = None
        if path is None:
            return
        whole = self._read(path, run) if path.exists() else 0
        try:
            self._file = path.open("a", encoding="utf-8")
            self._file.truncate(whole)
            if not whole:
                self._file.write(json.dumps({"run": dict(run)}, ensure_ascii=False) + "\n")
                self._file.flush()
        except OSError as error:
            raise UnusableInput(f"The answers can't be written to {path}.", detail=str(error)) from error

    def __enter__(self) -> Kept:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, said: Said) -> None:
        self.rows[said.id] = said
        if self._file is not None:
            self._file.write(json.dumps(asdict(said), ensure_ascii=False) + "\n")
            self._file.flush()

    def _read(self, path: Path, run: Mapping[str, str]) -> int:
        """Its rows; how many bytes its whole lines have: the last one may be cut off."""
        try:
            text = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UnusableInput(f"{path.name} can't be read as text.", detail=str(error)) from error
        lines = text[: text.rfind("\n") + 1].split("\n")[:-1]
        try:
            its = json.loads(lines[0])["run"] if lines else dict(run)
            rows = [Said(**json.loads(line)) for line in lines[1:]]
        except (KeyError, TypeError, json.JSONDecodeError) as error:
            raise UnusableInput(f"{path.name} is no file of answers.", detail=str(error)) from error
        other = next((key for key, value in run.items() if its.get(key) != value), None)
        if other is not None:
            raise Usage(
                f"{path.name} has answers of another run: its {other} is {its.get(other)!r}, now {run[other]!r}. "
                "Name another file, or delete it."
            )
        self.rows = {said.id: said for said in rows}
        return len(text[: text.rfind("\n") + 1].encode())


def results(path: Path) -> dict[str, Said]:
    """A file of results as the sets' makers take them: [{"image_id": 1, "caption": "..."}], [{"question_id": 1,
    "answer": "..."}], or the lines of `Kept`. Raises `errors.UnusableInput`."""
    given = rows_of(path)
    if not isinstance(given, list):
        raise UnusableInput(f"{path.name} is no file of results: it is no list of rows.")
    rows = [row for row in given if not (isinstance(row, dict) and "run" in row)]
    found: dict[str, Said] = {}
    for number, row in enumerate(rows):
        name = next((row[key] for key in _IDS if key in row), None) if isinstance(row, dict) else None
        text = next((row[key] for key in _TEXTS if key in row), None) if isinstance(row, dict) else None
        if name is None or text is None:
            raise UnusableInput(f"{path.name} is no file of results: row {number + 1} has no id or no text.")
        can = row.get("answerable", row.get("answered", True))
        sure = float(can) if isinstance(can, int | float) and not isinstance(can, bool) else row.get("sure")
        answered = can > 0.5 if isinstance(can, int | float) else bool(can)
        found[str(name)] = Said(str(name), str(text), answered, sure)
    return found
