"""`hearsight history ...`: what was said, shown, told again, taken along and forgotten."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from assistant.errors import DeviceMissing, UnusableInput
from assistant.folders import HISTORY_FILE, data_dir
from assistant.history import History
from assistant.history_export import as_json, exported, format_of, save
from assistant.history_query import Kept, Wanted

COPIERS = (
    ("wl-copy",),
    ("xclip", "-selection", "clipboard"),
    ("xsel", "--clipboard", "--input"),
    ("pbcopy",),
    ("clip",),
)
COPY_S = 5.0
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""All but the tab and the line feed."""


@contextlib.contextmanager
def opened() -> Iterator[History]:
    history = History(data_dir() / HISTORY_FILE, tell=_tell)
    try:
        yield history
    finally:
        history.close()


def show_history(wanted: Wanted, count: int, *, as_one_object: bool) -> None:
    """The last `count` turns that are wanted."""
    with opened() as history:
        found = history.page(wanted, count)
    if as_one_object:
        print(json.dumps({"turns": [as_json(kept) for kept in found]}, ensure_ascii=False))
        return
    for kept in found:
        print(line_of(kept))
    if not found:
        print("Nothing was found." if wanted.words or wanted.program else "Nothing is kept yet.")


def line_of(kept: Kept) -> str:
    turn = kept.turn
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(turn.at))
    asked = f" You asked: {turn.asked}" if turn.asked else ""
    note = f" {kept.note}:" if kept.note else ""
    return plain(f"{kept.id}.{note} {when}, {turn.title or turn.source}.{asked} {turn.said}")


def plain(text: str) -> str:
    """Without what drives a terminal: a page may have any title."""
    return CONTROLS.sub(" ", text)


def show_turn(number: int, *, as_one_object: bool) -> None:
    kept = one(number)
    if as_one_object:
        print(json.dumps(as_json(kept), ensure_ascii=False))
        return
    turn = kept.turn
    rows = (
        ("When", time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(turn.at))),
        ("Program", turn.program),
        ("Window or file", turn.title),
        ("Kept as", kept.note),
        ("You asked", turn.asked),
        ("Said", turn.said),
        ("Picture", f'kept; ask about it: hearsight history ask {kept.id} "..."' if kept.picture else "not kept"),
    )
    for name, text in rows:
        if text:
            print(f"{name}: {plain(text)}")


def one(number: int | None) -> Kept:
    """That turn; without a number the last. Raises `errors.UnusableInput`."""
    with opened() as history:
        if number is not None:
            return history.get(number)
        found = history.recent(1)
    if not found:
        raise UnusableInput("Nothing is kept yet.")
    return found[0]


def check_picture(number: int) -> None:
    """Before anything is loaded to look at it. Raises `errors.UnusableInput`, `vault.NoKeyStore`."""
    with opened() as history:
        history.picture(number)


def copy_text(text: str) -> None:
    """Onto the clipboard, by the desktop's own tool. Raises `errors.DeviceMissing`."""
    for tool in COPIERS:
        if shutil.which(tool[0]) is None or (tool[0] == "wl-copy" and not os.environ.get("WAYLAND_DISPLAY")):
            continue
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            # xclip stays to serve the text, and would hold our ends of its pipes open
            subprocess.run(
                tool,
                input=text.encode(),
                check=True,
                timeout=COPY_S,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            return
    raise DeviceMissing("I can't reach the clipboard from here. Start Hearsight, or install xclip or wl-clipboard.")


def export_history(path: Path, wanted: Wanted, *, language: str, pictures: bool, sure: Callable[[str], bool]) -> int:
    """Into a file; how many turns, or -1 when a file that was there was to stay. Raises `errors.Usage`,
    `errors.UnusableInput`."""
    kind = format_of(path)
    if path.is_dir():
        raise UnusableInput(f"{path.name} is a folder. Give the name of a file.")
    if path.exists() and not sure(path.name):
        return -1
    with opened() as history:
        turns = every(history, wanted)
        text = exported(turns, kind, language, history.picture if pictures else None)
    save(path, text)
    return len(turns)


def every(history: History, wanted: Wanted) -> list[Kept]:
    found: list[Kept] = []
    while page := history.page(wanted, 1000, found[-1] if found else None):
        found += page
    return found


def forget_history(**what: Any) -> None:
    """`what`: as `History.forget` takes it."""
    with opened() as history:
        gone = history.forget(**what)
    print(f"{gone} turns were forgotten." if gone != 1 else "One turn was forgotten.")


def _tell(sentence: str) -> None:
    print(sentence, file=sys.stderr)
