"""Screens that are read: text, articles, documents, code, terminals; and windows of no other kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from models.evidence.structure.code import defined_names
from models.grounded.claims import UNSURE, of_thing
from models.grounded.drafts import Draft, beginning, first_fit
from models.grounded.view import Piece, text_of

if TYPE_CHECKING:
    from models.grounded.narrate import Narrator

LAST_LINES = 4
"""Of a terminal without prompts, or of a long output."""


def passages(n: Narrator) -> Iterator[Draft]:
    yield from n.selected()
    yield from n.pieces(n.view.headings)
    yield from n.pieces(n.view.paragraphs if n.view.of_roles("paragraph") else n.view.loose)


def window(n: Narrator) -> Iterator[Draft]:
    yield from passages(n)


def page(n: Narrator) -> Iterator[Draft]:
    yield from passages(n)
    yield from n.tables()


def article(n: Narrator) -> Iterator[Draft]:
    """As it is written: headings where they stand among the paragraphs, from the first heading or paragraph on."""
    view = n.view
    parts = [thing for thing in view.content if thing.role in ("heading", "paragraph")]
    told = [Piece(text, of_thing(thing)) for thing in parts if (text := text_of(thing, view))]
    yield from n.pieces(told)
    yield from n.tables()


def editor(n: Narrator) -> Iterator[Draft]:
    view = n.view
    yield from n.pieces(view.paragraphs)
    if view.editor is not None and not view.editor.value and not view.lines:
        yield n.draft(n.p("empty_text"), [of_thing(view.editor)], "main", final=True)


def code(n: Narrator) -> Iterator[Draft]:
    """How long it is and what it defines, before any line of it."""
    p, lines = n.p, n.view.code_lines
    evidence = [line.evidence for line in lines]
    if not lines:
        return
    final = n.view.editor is None  # OCR may still find lines
    if n.verbosity != "full":
        counted = p("code_size", lines=p.counted(len(lines), "line"))
        yield n.draft(counted, evidence[:1], "main", final=final)
        names = defined_names([line.text for line in lines])
        if names:
            told = [p("defines", names=n.shown(names, count)) for count in range(len(names), 0, -1)]
            yield n.draft(told[0], evidence, "main", final=final, shorter=first_fit(told[1:]))
    for line in lines:
        if not n.already(line.text):
            yield n.draft(line.text.strip(), [line.evidence], "main", line.text, final=final, running=True)


def terminal(n: Narrator) -> Iterator[Draft]:
    """The last command and the end of what it printed; without a prompt in view, the last lines."""
    lines, p = n.view.lines, n.p
    # An old OCR line is not "the last" until the whole picture was read.
    final = not n.view.has_controls
    shown = [line for line in lines if (line.evidence.confidence or 1.0) >= UNSURE]
    if n.verbosity == "full":
        for line in shown:
            if line.text.strip() and not n.already(line.text):
                yield n.draft(p.ended(line.text), [line.evidence], "main", line.text, final=final)
        return
    command = n.view.last_command
    if command is not None:
        text = p("last_command", command=p.ended(command.text))
        cut = beginning(p.ended(command.text), p, p("last_command", command=""))
        yield n.draft(text, [lines[command.at].evidence], "main", final=final, shorter=cut)
        shown = [lines[at] for at in command.output if lines[at] in shown]
        if not command.output and command.ended:
            yield n.draft(p("printed_nothing"), [lines[command.at].evidence], "main", final=final)
    shown = [line for line in shown if line.text.strip() and not n.already(line.text)]
    told = []
    for count in range(min(len(shown), 1 if n.verbosity == "brief" else LAST_LINES), 0, -1):
        key = "last_line" if count == 1 else "last_lines"
        told.append(p(key, text=p.join.join(p.ended(line.text) for line in shown[-count:])))
    if told:
        last = p.ended(shown[-1].text)
        end = beginning(last, p, p("last_line", text=""))

        def shorter(words: int) -> str | None:
            return first_fit(told[1:])(words) or end(words)

        some = shown[-LAST_LINES:]
        yield n.draft(told[0], [line.evidence for line in some], "main", final=final, shorter=shorter)
