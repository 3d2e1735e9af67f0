"""What a command found out, spoken: by the running app, else by this process."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.cli_carry import by_running_app, carry_alone
from assistant.cli_errors import say_error

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.carry import Command, Reply
    from assistant.wiring import Assembly


def aloud(text: str, language: str) -> int:
    """Speak a text to its end, or to a hush or Ctrl-C; the exit code, after a sentence on stderr where it failed."""
    from assistant.carry import Command

    command = Command(kind="tell", question=text, language=language)
    reply = by_running_app(command, lambda _: None)
    if reply is None:
        reply = carry_alone(command, _aloud, listen=False)
    if reply.error:
        say_error(reply.error, language)
    return reply.exit_code


def _aloud(app: Assembly, command: Command, token: Token) -> Reply:
    from assistant.aloud_carry import carry_aloud

    return carry_aloud(app.session, command, token=token)
