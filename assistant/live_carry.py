"""How a look at a moving picture that a command asked for is replied to."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from assistant.cancel import Cancelled
from assistant.carry import Command, Reply
from assistant.errors import STOPPED, HearsightError
from assistant.live_run import LiveRun

if TYPE_CHECKING:
    from assistant.cancel import Token

Run = TypeVar("Run", bound=LiveRun)


def reply_to(
    command: Command,
    look: Callable[[], Run],
    result_of: Callable[[Run], dict[str, Any]],
    *,
    on_text: Callable[[str], None],
    token: Token,
) -> Reply:
    """Look to the end. `result_of` makes what a script is told of how it ended; with `command.as_lines` that is the
    last line that `on_text` hears, too."""
    try:
        run = look()
    except Cancelled:  # before it had begun
        return Reply(exit_code=STOPPED, error="Stopped.")
    except HearsightError as error:
        return Reply(exit_code=error.exit_code, error=error.spoken)
    result = {"ended": run.ended, **result_of(run)}
    if command.as_lines:
        on_text(json.dumps(result))
    if run.error is not None:
        return Reply(result, exit_code=run.error.exit_code, error=run.error.spoken)
    if token.cancelled:
        return Reply(result, exit_code=STOPPED, error="Stopped.")
    return Reply(result)
