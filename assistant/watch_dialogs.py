"""What a watched program opens beside its window: a question, an error, a message. Told as it would be described."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from assistant.look import Look
from assistant.phrases import say_in
from assistant.types import Capture, Evidence, WindowInfo

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.types import Claim, Scene
    from assistant.viewing import Eyes

PATIENCE = 3
"""Looks at a window that has nothing in it yet; then its title is all that is told."""


class Describer(Protocol):
    """Says in brief what a scene shows. Pure; on the watch's thread. Raises `Cancelled`."""

    def __call__(self, capture: Capture, scene: Scene, language: str, token: Token) -> list[Claim]: ...


@dataclass(frozen=True, slots=True)
class Opened:
    window: WindowInfo
    text: str
    evidence: tuple[Evidence, ...]


class Dialogs:
    """The windows of the watched program that were not there when the watch began. Watch's thread only."""

    def __init__(self, eyes: Eyes, describe: Describer | None, language: str, token: Token) -> None:
        self._eyes, self._describe, self._language, self._token = eyes, describe, language, token
        self._first: frozenset[int] | None = None
        self._known: set[int] = set()
        self._looks: dict[int, int] = {}

    def begin(self, windows: Sequence[WindowInfo]) -> None:
        """Those that are there are no news."""
        if self._first is None:
            self._first = frozenset(window.id for window in windows)
            self._known = set(self._first)

    def opened(self, windows: Sequence[WindowInfo]) -> tuple[WindowInfo, ...]:
        """Those that were not there when the watch began."""
        return tuple(window for window in windows if self._first is not None and window.id not in self._first)

    def news(self, windows: Sequence[WindowInfo], grab: Callable[[WindowInfo], Capture | None]) -> list[Opened]:
        """Those that have come and can be told of now; one that is still empty is looked at again the next time."""
        self._known &= {window.id for window in windows}  # a number may be given to another one
        found = []
        for window in windows:
            if window.id in self._known:
                continue
            told = self._look_at(window, grab(window))
            self._looks[window.id] = self._looks.get(window.id, 0) + 1
            if told is None and self._looks[window.id] < PATIENCE:
                continue
            self._known.add(window.id)
            text, evidence = told or (window.title, ())
            backing = Evidence("window", None, None, window.title)
            opened = say_in(self._language, "watch_opened", what=text)
            found.append(Opened(window, opened, (*evidence, backing)))
        return found

    def _look_at(self, window: WindowInfo, capture: Capture | None) -> tuple[str, tuple[Evidence, ...]] | None:
        if capture is None or self._describe is None:
            return None
        eyes = self._eyes
        look = Look(
            capture, tree=eyes.tree, others=eyes.others, merger=eyes.merger, redactor=eyes.redactor, token=self._token
        )
        scene = look.finish()
        if not scene.blocks and not scene.things:
            return None
        claims = self._describe(look.capture, scene, self._language, self._token)
        if not claims:
            return None
        return " ".join(one.text for one in claims), tuple(item for one in claims for item in one.evidence)
