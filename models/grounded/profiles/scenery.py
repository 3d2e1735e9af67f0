"""Screens that are looked at: pictures, videos, charts, the desktop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.grounded.claims import of_picture, of_thing
from models.grounded.drafts import Draft
from models.grounded.kinds import CLOCK_OF
from models.grounded.picture import main_colour
from models.grounded.profiles.written import passages
from models.grounded.view import Piece

if TYPE_CHECKING:
    from models.grounded.narrate import Narrator


def chart(n: Narrator) -> Iterator[Draft]:
    """Its sentence, as who read it has put it; then the table of its values."""
    for thing in n.view.things:
        if thing.role in ("chart", "figure") and thing.description:
            yield n.draft(n.p.ended(thing.description), [of_thing(thing)], "main")
    yield from passages(n)
    yield from n.tables()


def photo(n: Narrator) -> Iterator[Draft]:
    """The colour is all that rules see in a picture without words."""
    scene = n.view.scene
    colour = dict(scene.facts).get("colour") or (main_colour(n.pixels) if n.pixels is not None else "")
    yield from passages(n)
    if colour:
        text = n.p("mostly", colour=n.p.colours.get(colour, colour))
        yield n.draft(text, [of_picture(scene)], "rest", final=True)


def video(n: Narrator) -> Iterator[Draft]:
    """Where it is, what can be pressed."""
    view = n.view
    times = [
        Piece(found[0], piece.evidence) for piece in view.texts if (found := CLOCK_OF.search(piece.text)) is not None
    ]
    yield from n.pieces(times[:1])
    yield from n.names("buttons", view.of_roles("button"))
    yield from passages(n)


def desktop(n: Narrator) -> Iterator[Draft]:
    """What lies on it, by name."""
    yield from n.selected()
    icons = [thing for thing in n.view.of_roles("listitem", "image") if thing.name]
    if icons:
        yield from n.names("icons", icons)
    yield from n.pieces(n.view.loose)
