"""Opens a window of the running app for a command."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from assistant.carry import Command, Reply
from assistant.events import WindowWanted

if TYPE_CHECKING:
    from assistant.desk import Desk
    from assistant.exploring_desk import Exploring


def explore_for(exploring: Exploring, command: Command) -> None:
    """Look at the file, or at what `source` names, to walk in it."""
    for file in command.files:
        exploring.start_file(file)
    if not command.files:
        exploring.start(time.monotonic(), spec=command.source or "")


def carry_open(desk: Desk, command: Command) -> Reply:
    """The window that `command.question` names, as the menu does; pictures (`files`) come into the chat, one of
    them (or what `source` names) into the explorer. Returns before it is shown."""
    if command.question == "explore":
        if desk.exploring is not None:
            explore_for(desk.exploring, command)
    elif desk.chat is not None:
        for file in command.files:
            desk.chat.bring_file(file)
    desk.emit(WindowWanted(name=command.question))
    return Reply()
