"""What must be said of a model itself: where pictures go, once; and how good it is."""

from __future__ import annotations

import contextlib
import json
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from models.hashing import write_whole
from models.vlm.prompts import prompt_words

if TYPE_CHECKING:
    from models.vlm.prompts import PromptWords

FILE_NAME = "told.json"


class Told:
    """What a person was told already: a small file of keys beside the history. Any thread."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()

    def first_time(self, key: str) -> bool:
        """Whether `key` was not told before; from now on it was. A file that can't be read or written means that it is
        told again, which does less harm than silence."""
        with self._lock:
            known = self._known()
            if key in known:
                return False
            with contextlib.suppress(OSError):
                self._path.parent.mkdir(parents=True, exist_ok=True)
                write_whole(self._path, [*known, key])
            return True

    def knows(self, key: str) -> bool:
        """Whether `key` was told before."""
        with self._lock:
            return key in self._known()

    def _known(self) -> list[str]:
        try:
            found = json.loads(self._path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return [key for key in found if isinstance(key, str)] if isinstance(found, list) else []


class Notices:
    """Of one model. `where`, `away`: the endpoint that pictures go to, and whether that is another computer; empty for
    a model that runs here. `figure`: how good it was measured to be; empty: nobody measured it. `always`: how good it
    is, is said also where it was before (a model that was named for this command), else at its first use only."""

    def __init__(
        self, told: Told, model: str, *, figure: str = "", where: str = "", away: bool = False, always: bool = False
    ) -> None:
        self._told = told
        self._model = model
        self._figure = figure
        self._where = where
        self._away = away
        self._always = always
        self._rated = False

    def before(self, language: str, *, keep: bool = True) -> str:
        """To be said before a picture is given to it; empty where there is nothing. Not `keep`: it is not yet certain
        that it will be said, so it still is to be."""
        key = f"sent to {self._where}"
        if not self._where or (not self._told.first_time(key) if keep else self._told.knows(key)):
            return ""
        return self._in(language, lambda words: words.sent_away if self._away else words.sent_here)

    def after(self, language: str) -> str:
        """To be said at the end; empty where there is nothing."""
        due = self._told.first_time(f"quality of {self._model}") or (self._always and not self._rated)
        if not due:
            return ""
        self._rated = True
        return self._in(language, lambda words: words.measured if self._figure else words.not_measured)

    def _in(self, language: str, sentence: Callable[[PromptWords], str]) -> str:
        return sentence(prompt_words(language)).format(where=self._where, model=self._model, figure=self._figure)
