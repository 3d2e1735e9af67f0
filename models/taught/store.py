"""The taught things in one file: embeddings and names, readable by the owner only, written whole or not at all."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import HearsightError, UnusableInput, Usage
from models.taught import Taught
from models.taught.words import means_somebody

if TYPE_CHECKING:
    from models.taught import Vectors

FILE_NAME = "taught.json"
MADE_BY = "efficientnet-lite2, 1"
"""What made the numbers. Those of another network or another way mean nothing to this one."""
LONGEST = 60
"""Characters of a name."""
MOST_THINGS, MOST_VIEWS = 200, 24
LARGEST_FILE = 16_000_000
"""Bytes: what `_write` makes of the most is 5 million."""
LATEST_S = 253_402_300_799
"""The last second of the year 9999, after which no date can be told."""
OWNER_ONLY = 0o600
LOCK_S = 10.0
ROUNDED = 0.01
"""By how much the length of a vector may differ from 1, as its numbers are kept in 16 bits."""


class TaughtThings:
    """The file `path`, which need not be there. Any thread; several processes may use one."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept: tuple[tuple[int, int], tuple[Taught, ...]] | None = None
        """As it was read last, and the time and size of the file then: a narration asks at every look."""

    def all(self) -> tuple[Taught, ...]:
        """Raises `errors.UnusableInput` for a file that is damaged, which is then kept under another name, so that the
        next call finds none; for one of another version of Hearsight, which stays; and for one that can't be read."""
        try:
            stat = self.path.stat()
            state = (stat.st_mtime_ns, stat.st_size)
            if self._kept is not None and self._kept[0] == state:
                return self._kept[1]
            if stat.st_size > LARGEST_FILE:
                raise ValueError(f"{stat.st_size} bytes")
            found = _parsed(json.loads(self.path.read_text("utf-8")))
        except FileNotFoundError:
            return ()
        except OSError as error:
            raise UnusableInput(f"I can't read {self.path.name}: {error.strerror}.", detail=str(self.path)) from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            name = self._put_aside().name
            raise UnusableInput(
                f"What you taught me can't be read: the file is damaged. I kept it as {name}, and begin anew.",
                detail=f"{self.path}: {error}",
            ) from error
        self._kept = state, found
        return found

    def names(self) -> list[str]:
        """In the order in which they were taught. Raises as `all`."""
        return [one.name for one in self.all()]

    def add(self, name: str, views: Vectors, *, now: Any = time.time) -> Taught:
        """Keep a new thing, or more views of one that is known, of which the oldest go. Raises `errors.Usage` for what
        is no name, and as `all`."""
        name = thing_named(name)
        with self._locked():
            known = self.all()
            place = next((at for at, one in enumerate(known) if one.name.casefold() == name.casefold()), None)
            if place is None and len(known) >= MOST_THINGS:
                raise Usage(f"I know {MOST_THINGS} things already. Forget one first: hearsight taught forget NAME")
            if place is not None:
                import numpy as np

                views = np.concatenate([known[place].views, views])
            thing = Taught(name, views[-MOST_VIEWS:], float(now()))
            self._write([*known, thing] if place is None else [*known[:place], thing, *known[place + 1 :]])
        return thing

    def rename(self, old: str, new: str) -> tuple[str, str]:
        """Both names as they are kept. Raises `errors.Usage` for one that is not known or taken, and as `all`."""
        new = thing_named(new)
        with self._locked():
            known = self.all()
            at = _place(known, old)
            if any(one.name.casefold() == new.casefold() for number, one in enumerate(known) if number != at):
                raise Usage(f"There is a thing called {new} already.")
            before = known[at]
            self._write([*known[:at], Taught(new, before.views, before.at), *known[at + 1 :]])
        return before.name, new

    def forget(self, name: str) -> str:
        """Its name as it was kept. Raises as `rename`."""
        with self._locked():
            known = self.all()
            at = _place(known, name)
            self._write([*known[:at], *known[at + 1 :]])
        return known[at].name

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            lock = FileLock(self.path.with_name(f".{self.path.name}.lock"))
            lock.acquire(timeout=LOCK_S)
        except (OSError, NotImplementedError) as error:
            raise self._unwritable(error) from error
        except Timeout as error:
            raise HearsightError("Another Hearsight is writing down what it was taught. Try again.") from error
        try:
            yield
        finally:
            lock.release()

    def _write(self, things: Sequence[Taught]) -> None:
        import numpy as np

        listed = [
            {
                "name": one.name,
                "at": round(one.at, 3),
                "views": [base64.b64encode(view.astype(np.float16).tobytes()).decode() for view in one.views],
            }
            for one in things
        ]
        part = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
        try:
            for left in self.path.parent.glob(f"{self.path.name}.*.part"):  # whoever was killed while it wrote
                left.unlink(missing_ok=True)
            with os.fdopen(
                os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "w", encoding="utf-8"
            ) as file:
                json.dump({"made_by": MADE_BY, "things": listed}, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            part.replace(self.path)
        except OSError as error:
            with contextlib.suppress(OSError):
                part.unlink()
            raise self._unwritable(error) from error
        self._kept = None

    def _unwritable(self, error: BaseException) -> UnusableInput:
        why = getattr(error, "strerror", None) or type(error).__name__
        return UnusableInput(f"I can't write {self.path.name}: {why}.", detail=str(self.path))

    def _put_aside(self) -> Path:
        """Under the first name that is free. Raises `errors.UnusableInput`."""
        number = 1
        while (aside := self.path.with_name(f"{self.path.stem}.damaged-{number}.json")).exists():
            number += 1
        try:
            self.path.replace(aside)
        except OSError as error:
            raise self._unwritable(error) from error
        return aside


def checked(name: str) -> str:
    """As it is kept. Raises `errors.Usage`."""
    name = " ".join("".join(sign if sign.isprintable() else " " for sign in name).split()).strip(" .!?。！？")
    if not any(sign.isalnum() for sign in name) or len(name) > LONGEST:
        raise Usage(f"A thing needs a name of at most {LONGEST} characters.")
    return name


def thing_named(name: str) -> str:
    """`checked`, and no name of somebody: nobody is learned. Raises `errors.Usage`."""
    name = checked(name)
    if means_somebody(name):
        raise Usage(f"I learn things, and recognise nobody: {name} is no name for a thing.")
    return name


def _is_name(name: str) -> bool:
    try:
        return checked(name) == name
    except Usage:
        return False


def _place(known: Sequence[Taught], name: str) -> int:
    name = " ".join(name.split())
    for at, one in enumerate(known):
        if one.name.casefold() == name.casefold():
            return at
    raise Usage(f"I was not taught anything called {name}. See: hearsight taught list")


def _parsed(raw: Any) -> tuple[Taught, ...]:
    """Raises `ValueError`, `KeyError` and the like for what is no such file, `errors.UnusableInput` for another
    version's."""
    import numpy as np

    from models.taught.vectors import SIZE

    things, made_by = raw["things"], raw["made_by"]
    if not isinstance(made_by, str):
        raise TypeError("made_by")
    if made_by != MADE_BY:
        raise UnusableInput(
            "What you taught me was kept by another version of Hearsight, which this one can't use. Teach it again: "
            "hearsight teach NAME; to begin anew, remove the file taught.json.",
            detail=made_by,
        )
    found = []
    for one in things:
        rows = [np.frombuffer(base64.b64decode(view, validate=True), np.float16) for view in one["views"]]
        views = np.stack(rows).astype(np.float32)
        lengths, at = np.linalg.norm(views, axis=1), float(one["at"])
        sound = views.shape[1] == SIZE and len(views) <= MOST_VIEWS and bool((abs(lengths - 1) < ROUNDED).all())
        if not (sound and 0 <= at <= LATEST_S and _is_name(one["name"])):
            raise ValueError(str(one["name"]))
        found.append(Taught(one["name"], views, at))
    if len(found) > MOST_THINGS or len({one.name.casefold() for one in found}) < len(found):
        raise ValueError("too many things, or two of one name")
    return tuple(found)
