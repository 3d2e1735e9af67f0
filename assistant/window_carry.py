"""Opens a window of the running app for a command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.carry import Command, Reply
from assistant.events import WindowWanted

if TYPE_CHECKING:
    from assistant.desk import Desk


def carry_open(desk: Desk, command: Command) -> Reply:
    """The window that `command.question` names, as the menu does; pictures (`files`) come into the chat. Returns before
    it is shown."""
    if desk.chat is not None:
        for file in command.files:
            desk.chat.bring_file(file)
    desk.emit(WindowWanted(name=command.question))
    return Reply()
