"""Screens that ask something of the person: dialogs, forms, logins, a locked screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.grounded.claims import normal
from models.grounded.drafts import Draft, beginning
from models.grounded.problems import message_of
from models.grounded.view import FIELDS, TICKED

if TYPE_CHECKING:
    from models.grounded.narrate import Narrator


def dialog(n: Narrator) -> Iterator[Draft]:
    """What it says, what can be filled in, what can be pressed."""
    view = n.view
    message = message_of(view.root, view) if view.root is not None else None
    if message is not None and normal(message.text) not in n.said:
        text = n.p.ended(" ".join(message.text.split()))
        yield n.draft(text, [message.evidence], "main", message.text, shorter=beginning(text, n.p))
    elif view.editor is not None and view.editor.value and n.verbosity != "brief":
        yield from n.pieces(view.paragraphs)
    yield from n.fields([thing for thing in view.things if thing.role in (*FIELDS, *TICKED)])
    if n.verbosity != "brief":
        yield from n.tables()
    yield from n.names("buttons", view.of_roles("button"))


def form(n: Narrator) -> Iterator[Draft]:
    yield from n.fields([thing for thing in n.view.content if thing.role in (*FIELDS, *TICKED)])
    yield from n.pieces(n.view.loose)


def login(n: Narrator) -> Iterator[Draft]:
    """Few fields, and how to go on: the buttons before any other words."""
    yield from n.fields([thing for thing in n.view.content if thing.role in (*FIELDS, *TICKED)])
    content = {thing.id for thing in n.view.content}
    yield from n.names("buttons", [thing for thing in n.view.of_roles("button") if thing.id in content])
    yield from n.pieces(n.view.loose)


def lock(n: Narrator) -> Iterator[Draft]:
    """What it says (whose session, the time), then what can be done."""
    yield from n.pieces(n.view.loose if n.view.has_controls else n.view.passages)
    yield from n.fields([thing for thing in n.view.things if thing.role in FIELDS])
    yield from n.names("buttons", n.view.of_roles("button"))
