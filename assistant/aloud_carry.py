"""Speaks what a command has found out by itself, here or in the running app: one voice, which any key hushes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.carry import Command, Reply
from assistant.errors import STOPPED, DeviceMissing
from assistant.phrases import say_in

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.session import Session


def carry_copy(session: Session, command: Command) -> Reply:
    """Put `command.question` on the clipboard. Raises nothing; a clipboard that nobody can reach is told."""
    copy = session.acting.copy
    if copy is None:
        return Reply(exit_code=DeviceMissing.exit_code, error=say_in(session.habits.language, "act_no_clipboard"))
    copy(command.question)
    return Reply()


def carry_aloud(session: Session, command: Command, *, token: Token) -> Reply:
    """Say `command.question` to its end. Blocks; `token` ends it early, and so does a hush."""
    mouth = session.mouth
    if mouth is None or not command.speak:
        return Reply()
    era = mouth.era
    session.say(command.question, language=command.language)
    while mouth.era == era and not mouth.wait_idle(0.05):
        if token.cancelled:
            mouth.hush()
    return Reply(exit_code=STOPPED, error="Stopped.") if token.cancelled else Reply()
