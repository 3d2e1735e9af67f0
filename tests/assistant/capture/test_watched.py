"""What a watch sees of a window that others lie over."""

from __future__ import annotations

import numpy as np
import pytest

from assistant.capture import watched
from assistant.capture.desktop import Standing
from assistant.capture.watched import WatchedWindow
from assistant.types import Box, WindowInfo

DIALOG = WindowInfo(7, "Save?", "editor", 42, Box(100, 50, 60, 40))
WINDOW = WindowInfo(1, "Notes", "editor", 42, Box(0, 0, 300, 200))


class Desk:
    def __init__(self, *over: Box) -> None:
        self._over = over

    def standing(self, number: int) -> Standing:
        assert number == DIALOG.id
        return Standing("shown", DIALOG, self._over)

    def pixels(self, frame: Box) -> np.ndarray:
        return np.full((frame.h, frame.w, 3), 200, np.uint8)


@pytest.mark.parametrize(
    ("over", "seen"),
    [((), 60 * 40), ((Box(90, 40, 40, 100),), 30 * 40), ((Box(0, 0, 300, 200),), None)],
)
def test_of_a_dialog_nothing_is_told_that_lies_over_it(
    monkeypatch: pytest.MonkeyPatch, over: tuple[Box, ...], seen: int | None
) -> None:
    monkeypatch.setattr(watched, "desktop", lambda _: Desk(*over))
    capture = WatchedWindow(WINDOW).beside(DIALOG)
    assert (None if capture is None else int((capture.pixels == 200).all(axis=2).sum())) == seen
