"""More: what else is known of what the last answer was about. (A computed answer tells its parts itself.)"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from assistant.types import Answer, Evidence, Thing
from models.grounded.claims import normal, of_thing
from models.grounded.computed.asks import plain
from models.grounded.places import place
from models.grounded.reply import Context
from models.grounded.view import View, text_of
from models.grounded.where import around, heading_above
from models.grounded.wording import describe_thing

MOST = 3
"""Pieces of evidence of which more is told."""


def more(ctx: Context) -> Answer | None:
    """An aside: the last answer stays the last. None for any other question, and before anything was told."""
    told, p = ctx.talk.meant, ctx.phrases
    if told is None or not told.found or not re.fullmatch(p.reckoning.more, plain(ctx.asked, p)):
        return None
    view = View(told.scene)
    said, parts, evidence = normal(told.text), [], []
    for item in (told.subject or told.evidence)[:MOST]:
        for text, backing in _details(item, view, ctx):
            if normal(text) and normal(text) not in said:
                said = f"{said} {normal(text)}"
                parts.append(p.ended(text))
                evidence.append(backing)
    if not parts:
        return replace(ctx.answer(p("no_more"), told.evidence, sure=False), kind="aside")
    return replace(ctx.answer(p.join.join(parts), evidence), kind="aside")


def _details(item: Evidence, view: View, ctx: Context) -> Iterator[tuple[str, Evidence]]:
    thing = next((one for one in view.scene.things if _is(one, item)), None)
    if thing is not None and thing.role not in ("window", "dialog", "alert", "document"):
        yield from _of_thing(thing, view, ctx)
    elif item.box is not None and item.text:
        for passage in view.paragraphs:
            if passage.box is not None and passage.box.overlap(item.box) and normal(item.text) in normal(passage.text):
                yield ctx.hedged(passage), passage.evidence
    if item.box is not None and item.box.area and 4 * item.box.area < view.frame.area:
        yield ctx.phrases("why_place", place=place(item.box, view.frame, ctx.phrases)), item


def _of_thing(thing: Thing, view: View, ctx: Context) -> Iterator[tuple[str, Evidence]]:
    """The whole of it, then its row, then what is around it."""
    p = ctx.phrases
    if thing.role != "cell":
        yield describe_thing(thing, p), of_thing(thing)
    if thing.description:
        yield thing.description, of_thing(thing)
    row = next((above for above in view.ancestors(thing) if above.role == "row"), None)
    if row is not None:
        cells = [(text, cell) for cell in view.inside(row) if cell.role == "cell" and (text := text_of(cell, view))]
        yield p.group_separator.join(text for text, _ in cells), of_thing(row)
    for holder in around(view, thing):
        yield p("in_thing", thing=describe_thing(holder, p, value=False)), of_thing(holder)
    heading = heading_above(view, thing)
    if heading is not None:
        yield p("under_heading", name=text_of(heading, view) or heading.name), of_thing(heading)


def _is(thing: Thing, item: Evidence) -> bool:
    return item.kind in ("tree", "pixels") and thing.box == item.box and item.text in (thing.name, thing.value)
