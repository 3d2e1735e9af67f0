"""Terminals: what stands in which cell is known, and how large a cell is."""

from __future__ import annotations

import re
import subprocess
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.types import Box, WindowInfo
from benchmarks.screens.facts import Truth, as_one_block
from benchmarks.screens.stage import PATIENCE_S, Stage

BORDER_PX = 4
RULES = re.compile(r"[\u2500-\u259f]+|\s{3,}")
"""Box drawing is no text, and columns that stand well apart are lines of their own."""
PANE = tuple[int, int, int, int]
"""Columns and rows of a part that is read for itself: first column, end, first row, end."""
TMUX = ("tmux", "-L", "screens", "-f", "/dev/null")


class Terminal:
    """An xterm as large as the desktop with one program in it, over tmux, which can tell what stands in each cell."""

    def __init__(
        self,
        stage: Stage,
        *command: str,
        points: float = 11,
        colours: tuple[str, str] = ("#ffffff", "#1e1e1e"),
        font: str = "DejaVu Sans Mono",
        env: dict[str, str] | None = None,
        title: str = "xterm",
    ) -> None:
        """`colours`: background, text. `points` at 96 dpi."""
        self._stage = stage
        settings = stage.home / "tmux.conf"
        settings.write_text("set -g status off\nset -g default-terminal screen-256color\nset -sg escape-time 0\n")
        # The server listens in the desktop's own folder, so that no tmux of the person is touched.
        folder = {"TMUX_TMPDIR": stage.desktop.env["XDG_RUNTIME_DIR"], **(env or {})}
        self._env = folder
        stage.start(
            "xterm", "-fa", font, "-fs", str(points), "-bg", colours[0], "-fg", colours[1], "-b", str(BORDER_PX),
            "+sb", "-T", title, "-xrm", "xterm*allowTitleOps: false", "-geometry", "+0+0",
            "-e", "tmux", "-L", "screens", "-f", str(settings), "new-session", *command,
            env={**folder, "LC_ALL": "C.UTF-8"},
        )  # fmt: skip
        self.window = stage.filled(f"^{title}$")

    def close(self) -> None:
        self._tmux("kill-server")

    def _tmux(self, *command: str) -> str:
        return subprocess.run(
            [*TMUX[:3], *command], env={**self._stage.desktop.env, **self._env, "LC_ALL": "C.UTF-8"},
            capture_output=True, text=True, timeout=20, check=False,
        ).stdout  # fmt: skip

    def send(self, *keys: str) -> None:
        """Keys by tmux's names; other words are typed."""
        self._tmux("send-keys", *keys)

    def rows(self) -> list[str]:
        return self._tmux("capture-pane", "-p").split("\n")

    def wait(self, ready: Callable[[list[str]], bool]) -> list[str]:
        end = time.monotonic() + PATIENCE_S
        while not ready(rows := self.rows()):
            if time.monotonic() > end:
                raise RuntimeError("the program in the terminal never showed what was waited for")
            time.sleep(0.05)
        return rows


def cell(display: str, window: WindowInfo) -> tuple[int, int]:
    """Width and height of a cell in pixels, as the terminal tells the window manager."""
    from Xlib.display import Display

    connection = Display(display)
    try:
        hints = connection.create_resource_object("window", window.id).get_wm_normal_hints()
        return int(hints.width_inc), int(hints.height_inc)
    finally:
        connection.close()


def width_of(text: str) -> int:
    """In cells."""
    return sum(
        0 if unicodedata.combining(sign) else 2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text
    )


def pieces(row: str) -> Iterator[tuple[int, str]]:
    """The texts of a row, with the column where each starts."""
    at = 0
    for match in [*RULES.finditer(row), None]:
        part = row[at : match.start() if match else None]
        if part.strip():
            lead = len(part) - len(part.lstrip())
            yield width_of(row[: at + lead]), part.strip()
        at = match.end() if match else at


def between(row: str, first: int, end: int) -> str:
    """The part of a row between two columns, with what is left of it blanked."""
    at, kept = 0, ""
    for sign in row:
        wide = width_of(sign)
        kept += sign if first <= at < end else " " * wide if at < first else ""
        at += wide
    return kept


def grid_truth(rows: Sequence[str], size: tuple[int, int], panes: Sequence[PANE] = (), kind: str = "row") -> Truth:
    """Each row of each pane is a block; panes are read one after the other, by default all in one."""
    truth = Truth()
    filler = []
    width = max((width_of(row) for row in rows), default=0)
    for first, end, top, bottom in panes or ((0, width, 0, len(rows)),):
        for number, row in enumerate(rows[top:bottom], top):
            found = [
                (
                    text,
                    Box(BORDER_PX + column * size[0], BORDER_PX + number * size[1], width_of(text) * size[0], size[1]),
                )
                for column, text in pieces(between(row, first, end))
            ]
            if [text for text, _ in found] == ["~"]:  # how vi and less show that the file has ended
                filler.append(found[0][1])
            else:
                truth = truth.joined(as_one_block(found, kind))
    return replace(truth, ignore=tuple(filler))


def write_files(home: Path, files: dict[str, str]) -> None:
    """Files with fixed dates, whose names and times programs show."""
    import os

    for number, (name, text) in enumerate(files.items()):
        path = home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        os.utime(path, (1_710_000_000 + 7_919 * number,) * 2)
