"""Carries out `hearsight teach`, here or in the running app, and words the reply."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.cancel import Cancelled
from assistant.carry import Command, Reply
from assistant.errors import STOPPED, HearsightError
from assistant.teaching import SECONDS

if TYPE_CHECKING:
    from assistant.cancel import Token
    from assistant.teaching import Lessons


def carry_teach(
    lessons: Lessons, command: Command, *, on_text: Callable[[str], None] = lambda _: None, token: Token
) -> Reply:
    """Learn `command.question` from its files, else its source. Blocks; `token` ends it early, and nothing is kept."""
    name = command.question
    try:
        if command.files:
            taught = lessons.of_pictures(
                name, command.files, language=command.language, speak=command.speak, token=token
            )
            if taught.text:
                on_text(taught.text)
        else:
            taught = lessons.through(
                name,
                command.source or "camera",
                seconds=command.seconds or SECONDS,
                language=command.language,
                speak=command.speak,
                on_said=on_text,
                token=token,
            )
    except Cancelled:
        return Reply(exit_code=STOPPED, error="Stopped.")
    except HearsightError as error:
        return Reply(exit_code=error.exit_code, error=error.spoken)
    result = {"name": name, "learned": taught.views > 0, "views": taught.views, "pictures": taught.pictures}
    result["text"] = taught.text or (taught.error.spoken if taught.error is not None else "")
    if taught.error is not None:
        return Reply(result, exit_code=taught.error.exit_code, error=taught.error.spoken)
    return Reply(result)
