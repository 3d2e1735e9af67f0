"""Screens that are one list or table: inboxes, chats, spreadsheets, tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from assistant.types import Evidence, Thing
from models.grounded import sheets
from models.grounded.claims import normal, of_block, of_thing
from models.grounded.drafts import Draft, beginning
from models.grounded.kinds import cell_reference, in_cells, listed_rows
from models.grounded.view import text_of
from models.grounded.wording import describe_thing

if TYPE_CHECKING:
    from models.evidence.structure.chat import Message
    from models.grounded.narrate import Narrator

MESSAGES = 3
"""Of an inbox or a chat; the others are counted."""


def table(n: Narrator) -> Iterator[Draft]:
    yield from n.selected()
    yield from n.tables()
    yield from n.pieces(n.view.loose)


def spreadsheet(n: Narrator) -> Iterator[Draft]:
    """The cell with the focus by its name, on which sheet, then the table."""
    reference = cell_reference(n.view)
    if reference is not None:
        where = (reference.value or reference.name).strip()
        value, backing = _in_cell(n) if ":" not in where else ("", [])  # of a range the bar has one cell only
        text = n.p("cell_value", cell=where, value=n.p.ended(value)) if value else n.p("cell", cell=where)
        yield n.draft(text, [of_thing(reference), *(of_thing(one) for one in backing)], "main")
        tab = sheets.open_sheet(n.view)
        if tab is not None:
            yield n.draft(n.p.ended(describe_thing(tab, n.p)), [of_thing(tab)], "main")
    elif n.view.of_roles("table"):
        yield from n.selected()
    yield from n.tables()
    yield from n.pieces(in_cells(n.view.loose, n.view))


def _in_cell(n: Narrator) -> tuple[str, list[Thing]]:
    """What stands in the cell with the focus: as the table shows it, else as the formula bar has it."""
    chosen = [one for one in n.view.of_roles("cell") if {"focused", "selected"} & one.states]
    if len(chosen) == 1:
        return text_of(chosen[0], n.view), chosen
    bar = sheets.formula_bar(n.view) if not n.view.of_roles("table") else None
    return (bar.value, [bar]) if bar is not None else ("", [])


def inbox(n: Narrator) -> Iterator[Draft]:
    """How many, which is selected, the first ones; then the open message."""
    p, rows = n.p, listed_rows(n.view)
    if not rows:
        yield from n.selected()
    else:
        yield n.draft(p("in_view", counted=p.counted(len(rows), "message")), [row.evidence for row in rows], "main")
        yield from n.selected()
    for row in rows[: None if n.verbosity == "full" else 1 if n.verbosity == "brief" else MESSAGES]:
        text = p.ended(row.text)
        if not n.already(row.text):
            yield n.draft(text, [row.evidence], "main", row.text, shorter=beginning(text, p))
    yield from n.pieces(n.view.headings)
    yield from n.pieces(n.view.paragraphs if n.view.of_roles("paragraph") else n.view.loose)


def chat(n: Narrator) -> Iterator[Draft]:
    """The newest message, who wrote it, then those before it in their order, then what else there is."""
    p, found = n.p, n.view.messages
    # A later one may still be read; in few words there must be some left for the newest.
    final = n.verbosity == "brief" or any(block.source == "ocr" for one in found for block in one.blocks)
    newest, earlier = found[-1], found[:-1]
    before = p("last_message", text="")
    text = who_said(newest, n)
    yield n.draft(before + text, _backing(newest), "main", text, final=final, shorter=beginning(text, p, before))
    for one in earlier if n.verbosity == "full" else earlier[-MESSAGES:]:
        text = who_said(one, n)
        yield n.draft(text, _backing(one), "main", text, final=final, shorter=beginning(text, p))
    for one in found:  # said, or counted
        for block in one.blocks:
            n.said.add(normal(block.text))
    text = p("in_view", counted=p.counted(len(found), "message"))
    yield n.draft(text, [evidence for one in found for evidence in _backing(one)], "structure", final=final)


def who_said(message: Message, n: Narrator) -> str:
    """ "Ann: see you at seven."; of bubbles without names, on which side it stands."""
    who = message.who or (n.p(f"side_{message.side}") if message.side else "")
    text = n.p.ended(" ".join(message.text.split()))
    return n.p("said_by", who=who, text=text) if who else text


def _backing(message: Message) -> list[Evidence]:
    return [of_block(block) for block in message.blocks]
