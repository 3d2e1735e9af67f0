"""What is told of each kind of screen as its main content; `narrate.Narrator` tells what all have in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from models.grounded.profiles import asking, listed, scenery, written

if TYPE_CHECKING:
    from models.grounded.drafts import Draft
    from models.grounded.narrate import Narrator

PROFILES: dict[str, Callable[[Narrator], Iterator[Draft]]] = {
    "dialog": asking.dialog,
    "login": asking.login,
    "lock": asking.lock,
    "form": asking.form,
    "terminal": written.terminal,
    "code": written.code,
    "editor": written.editor,
    "article": written.article,
    "page": written.page,
    "text": written.passages,
    "document": written.passages,
    "window": written.window,
    "menu": written.window,
    "list": written.window,
    "inbox": listed.inbox,
    "chat": listed.chat,
    "spreadsheet": listed.spreadsheet,
    "table": listed.table,
    "chart": scenery.chart,
    "photo": scenery.photo,
    "video": scenery.video,
    "desktop": scenery.desktop,
}
"""One for each of `kinds.KINDS`."""
CONTROLS_TOLD = frozenset(("dialog", "login", "lock", "form"))
"""Kinds whose controls are the content: they are named, and not counted beside that."""
