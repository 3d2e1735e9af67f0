"""Commands that are answered without a sound: scripts ask, and a person who listens meanwhile must not notice.

They have a session of their own, with its own conversation, so they end no turn of the person's, change nothing of
what "it" or "repeat" means, and wait for nobody but each other.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.carry import Command, Reply, carry_out
from assistant.errors import STOPPED

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.ports import CaptureSource
    from assistant.session import Session

POLL_S = 0.05


class SilentLane:
    """`session` is used by nobody else and has no mouth. Any thread, any number at a time."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._one = threading.Lock()

    @staticmethod
    def takes(command: Command) -> bool:
        """A question at the microphone is a person's, even where the answer is only printed."""
        return not command.speak and not command.listen

    def carry_out(
        self,
        command: Command,
        source_from: Callable[[str | None, str | None], CaptureSource],
        *,
        on_text: Callable[[str], None] = lambda _: None,
        token: Token,
    ) -> Reply:
        """As `carry.carry_out`, after the silent commands that came before. Blocks; `token` ends it early."""
        while not self._one.acquire(timeout=POLL_S):
            if token.cancelled:
                return Reply(exit_code=STOPPED, error="Stopped.")
        try:
            return carry_out(self.session, command, source_from, on_text=on_text, token=token)
        finally:
            self._one.release()

    def keep_nothing(self, private: bool) -> None:
        """Private mode begins or ends; it holds from the next turn on."""
        self.session.habits = replace(self.session.habits, private=private)

    def close(self) -> None:
        self.session.close()
