"""What is said, as text, for whoever follows along: `hearsight follow` in a terminal with a braille display."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.ports import SpeechNews


class Feed:
    """Tells followers each utterance when it begins. `heard_of` takes the speaker's news, from its threads."""

    def __init__(self) -> None:
        self._followers: list[Callable[[str], None]] = []
        self._lock = threading.Lock()
        self._now: tuple[str, int | None] | None = None
        """What is being said: it begins again when another voice takes over."""

    @contextlib.contextmanager
    def followed_by(self, tell: Callable[[str], None]) -> Iterator[None]:
        """Within the block, `tell` is called with each utterance, on a thread of the speaker; it must not block."""
        with self._lock:
            self._followers.append(tell)
        try:
            yield
        finally:
            with self._lock:
                self._followers.remove(tell)

    def heard_of(self, news: SpeechNews) -> None:
        this = news.text, news.mark
        with self._lock:
            if news.kind != "started":
                if this == self._now and news.kind != "first_sample":
                    self._now = None
                return
            if this == self._now:
                return
            self._now = this
            followers = list(self._followers)
        for tell in followers:
            tell(news.text)
