"""Screens that are looked at: pictures, videos, charts, the desktop."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.grounded.chart_sentence import sentences
from models.grounded.chart_table import table_of
from models.grounded.chart_words import chart_words
from models.grounded.charts import plotted
from models.grounded.claims import normal, of_picture
from models.grounded.drafts import Draft, first_fit
from models.grounded.kinds import CLOCK_OF
from models.grounded.picture import main_colour
from models.grounded.profiles.written import passages
from models.grounded.view import Piece

if TYPE_CHECKING:
    from models.grounded.narrate import Narrator


def chart(n: Narrator) -> Iterator[Draft]:
    """Its sentence; then what is written around it."""
    yield from charts(n)
    yield from passages(n)
    yield from n.tables()


def charts(n: Narrator) -> Iterator[Draft]:
    """One sentence a chart; in full its values, too."""
    words = chart_words(n.p.language)
    for one in plotted(n.view.things):
        said = sentences(one, words)
        n.said.add(normal(one.title))
        yield n.draft(said[0], [one.evidence], "main", said[0], shorter=first_fit(said[1:]))
        if n.verbosity == "full" and one.told:
            table = table_of(one, words, n.p)
            yield n.draft(table, [one.evidence, *(mark.evidence for mark in one.every)], "rest")


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
