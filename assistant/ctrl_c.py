"""Ctrl-C as a hush: it ends what is being carried out, not the program in the middle of it."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.cancel import Token


class CtrlCHushes:
    """Within it, Ctrl-C cancels the token instead of raising somewhere in the middle; a second one kills as usual.

    Main thread only, as Python's signal handlers are."""

    def __init__(self, token: Token) -> None:
        self._token = token

    def __enter__(self) -> None:
        def stop(*_: object) -> None:
            self._token.cancel()
            signal.signal(signal.SIGINT, signal.default_int_handler)

        self._before = signal.signal(signal.SIGINT, stop)

    def __exit__(self, *_: object) -> None:
        signal.signal(signal.SIGINT, self._before)
