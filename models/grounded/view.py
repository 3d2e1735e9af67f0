"""A scene, indexed for questions: which window it is about, what is in it, and its units of text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from assistant.sentences import sentences
from assistant.types import Box, Evidence, Scene, TextBlock, Thing
from models.evidence.charts.things import ROLES as CHART_ROLES
from models.evidence.elements import is_element
from models.evidence.paragraphs import paragraphs, rows, without_specks
from models.evidence.structure.chat import Message, messages
from models.evidence.structure.code import line_numbers, looks_like_code
from models.evidence.structure.tables import SeenTable, seen_tables
from models.evidence.structure.terminal import Command, last_command
from models.grounded.believed import believed
from models.grounded.captions import with_captions
from models.grounded.cards import Card, cards
from models.grounded.claims import normal, of_block, of_thing, spoken_text

WINDOWS = ("dialog", "alert", "window")
FIELDS = ("textbox", "password", "combobox", "spinbutton")
INTERACTIVE = frozenset(
    ("button", "checkbox", "radio", "switch", "textbox", "password", "combobox", "menuitem", "tab", "link", "slider",
     "spinbutton", "listitem", "treeitem", "menu")
)  # fmt: skip
TEXTUAL = frozenset(("text", "label", "paragraph", "heading", "statusbar", "cell", "listitem", "alert"))
PROMPT = re.compile(r"\s*(?:\(?[\w.-]+\)?\s)?(?:[\w.-]+@[\w.-]+[: ]?\S*\s?[$#%]|[$#❯➜]\s|>>>\s|PS\s\S+>|[A-Z]:\\\S*>)")
TICKED = ("checkbox", "switch", "radio")
CHROME = frozenset(("menubar", "menu", "menuitem", "toolbar", "titlebar", "scrollbar", "tab", "image", "window"))
"""Roles of what programs have around their content."""
OVER = ("menubar", "alert")
BIG_PAPER = 3
"""A document that fills a third of its window is what the window is for."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A unit of text (line, paragraph, heading, row...) with what backs it."""

    text: str
    evidence: Evidence

    @property
    def box(self) -> Box | None:
        return self.evidence.box


class View:
    """Read-only; made for one scene, kept as long as the scene is."""

    def __init__(self, scene: Scene) -> None:
        self.scene = believed(scene)
        self.objects = tuple(thing for thing in scene.things if thing.source == "object")
        """What a detector saw in photographs; not among `things`."""

    # -- structure ----------------------------------------------------------------------------------------------

    @cached_property
    def by_id(self) -> dict[int, Thing]:
        return {thing.id: thing for thing in self.scene.things}

    @cached_property
    def children(self) -> dict[int | None, list[Thing]]:
        found: dict[int | None, list[Thing]] = {}
        for thing in self.scene.things:
            found.setdefault(thing.parent, []).append(thing)
        return found

    def ancestors(self, thing: Thing) -> Iterator[Thing]:
        """The thing, its parent, and so on."""
        seen: set[int] = set()
        at: Thing | None = thing
        while at is not None and at.id not in seen:
            seen.add(at.id)
            yield at
            at = self.by_id.get(at.parent) if at.parent is not None else None

    def inside(self, thing: Thing) -> list[Thing]:
        """All descendants, in tree order. As long as there are of them, not of all things: it is asked of each row."""
        ids = {thing.id}
        found = []
        waiting = [thing.id]
        while waiting:
            for other in self.children.get(waiting.pop(), ()):
                if other.id not in ids:
                    ids.add(other.id)
                    found.append(other)
                    waiting.append(other.id)
        return sorted(found, key=lambda other: self._places[other.id])

    @cached_property
    def _places(self) -> dict[int, int]:
        return {thing.id: at for at, thing in enumerate(self.scene.things)}

    @cached_property
    def notices(self) -> list[Thing]:
        """The notifications that hang over the windows, whichever window is below."""
        return [thing for thing in self.scene.things if is_notice(thing) and thing.box is not None]

    @cached_property
    def root(self) -> Thing | None:
        """The window, dialog or alert a person is in: modal, else around the focus, else active, else the first."""
        windows = [
            thing
            for thing in self.scene.things
            if thing.role in WINDOWS and not is_notice(thing) and thing.source != "pixels"  # a message on a page
        ]
        focus = self.scene.focus
        around = [thing for thing in self.ancestors(focus) if thing.role in WINDOWS] if focus else []
        modal = [thing for thing in windows if "modal" in thing.states and "offscreen" not in thing.states]
        active = [thing for thing in windows if "active" in thing.states]
        for choice in (modal[-1:], around[:1], active[-1:], windows[:1]):
            if choice:
                return choice[0]
        return None

    @cached_property
    def things(self) -> list[Thing]:
        """What can be seen inside the root, in tree order, without the root; then the notifications over it."""
        inside = self.inside(self.root) if self.root is not None else list(self.scene.things)
        known = {thing.id for thing in inside}
        hanging = [notice for notice in self.notices if notice.id not in known]
        return [thing for thing in (*inside, *hanging) if "offscreen" not in thing.states]

    @cached_property
    def has_controls(self) -> bool:
        """Whether the tree (or a recogniser of elements) told of controls at all; words alone can't show a button."""
        return any(thing.role not in ("window", "titlebar", *CHART_ROLES) for thing in self.scene.things)

    @cached_property
    def tells_all(self) -> bool:
        """Whether what is not among the things is not there: the tree told of the controls, not only their looks."""
        told = any(thing.role not in ("window", "titlebar") for thing in self.scene.things if thing.source == "tree")
        return told and not any(is_element(thing) for thing in self.scene.things)

    def tells_of(self, roles: Sequence[str]) -> bool:
        """Whether things of these roles that are not told are not there. Some trees give switches as buttons that stay
        pressed."""
        pressed = any("pressed" in thing.states for thing in self.of_roles("button"))
        return self.tells_all and not (pressed and "switch" in roles)

    @cached_property
    def content(self) -> list[Thing]:
        """What a person came for: inside the web page where there is one, without the browser around it."""
        papers = [thing for thing in self.things if thing.role == "document" and self.children.get(thing.id)]
        if not papers:
            return self.things
        inside = {thing.id for thing in self.inside(max(papers, key=lambda one: one.box.area if one.box else 0))}
        return [thing for thing in self.things if thing.id in inside]

    def counted(self, *roles: str) -> list[Thing]:
        """Things of these roles in the content; in all the window when the content has none."""
        found = [thing for thing in self.content if thing.role in roles]
        return found or self.of_roles(*roles)

    def of_roles(self, *roles: str) -> list[Thing]:
        return [thing for thing in self.things if thing.role in roles]

    @cached_property
    def title(self) -> str:
        if self.root is not None and self.root.name:
            return self.root.name
        return self.scene.window.title if self.scene.window is not None else ""

    @cached_property
    def app(self) -> str:
        return self.scene.window.app if self.scene.window is not None else ""

    @cached_property
    def frame(self) -> Box:
        """The box that places are told by: the root's, else the whole picture."""
        if self.root is not None and self.root.box is not None and self.root.box.area > 0:
            return self.root.box
        return Box(0, 0, self.scene.width, self.scene.height)

    @cached_property
    def editor(self) -> Thing | None:
        """The main multi-line text, if there is one: the focused one, else the largest."""
        found = [thing for thing in self.of_roles("textbox", "terminal", "document") if is_editor(thing)]
        focused = [thing for thing in found if "focused" in thing.states]
        found = focused or found
        return max(found, key=lambda thing: thing.box.area if thing.box else 0, default=None)

    # -- text ---------------------------------------------------------------------------------------------------

    @cached_property
    def blocks(self) -> list[TextBlock]:
        """The text in reading order, inside the root where it has a box; without the signs of icons."""
        frame = self.root.box if self.root is not None and self.root.box and self.root.role != "window" else None
        inside = [block for block in self.scene.blocks if _within(block, frame)]
        return with_captions(self._without_ticks(without_specks(inside)), self.things)

    def _without_ticks(self, blocks: list[TextBlock]) -> list[TextBlock]:
        """Without the numbers, names and legend inside charts, which are told as what they are, and would be taken for
        labels with values; a chart's title stays."""
        charts = [thing for thing in self.things if thing.role == "chart" and thing.box is not None]
        if not charts:
            return blocks
        return [
            block
            for block in blocks
            if not any(
                normal(block.text) != normal(chart.name) and 2 * chart.box.overlap(block.box) > block.box.area
                for chart in charts
                if chart.box is not None
            )
        ]

    @cached_property
    def paper(self) -> Box | None:
        """The box of a document of which the tree tells no more than where it is: a page of a viewer."""
        found = [thing for thing in self.of_roles("document") if thing.box and not self.children.get(thing.id)]
        boxes = [thing.box for thing in found if thing.box and BIG_PAPER * thing.box.area >= self.frame.area]
        return max(boxes, key=lambda box: box.area, default=None)

    @cached_property
    def content_blocks(self) -> list[TextBlock]:
        """The text of a viewer's page, without the viewer; elsewhere all of it."""
        return [block for block in self.blocks if _within(block, self.paper)]

    @cached_property
    def pieces(self) -> list[Piece]:
        """What is written in one place, line by line: cells and labels each for themselves."""
        if self.editor is not None and self.editor.value:
            return self._of_value(self.editor, self.editor.value.splitlines())
        return _by_line(self.content_blocks)

    @cached_property
    def lines(self) -> list[Piece]:
        """Lines of the main text, or of all that is seen, each from the left edge to the right one."""
        if self.editor is not None and self.editor.value:
            return self.pieces
        # A menu bar and a message over the text, as far as only pixels tell of them, are none of its lines.
        over = [one.box for one in self.things if one.role in OVER and one.source == "pixels" and one.box]
        return _by_line(rows([b for b in self.content_blocks if not any(box.contains(b.box, 8) for box in over)]))

    @cached_property
    def seen_tables(self) -> list[SeenTable]:
        """Tables of which the tree tells nothing; none where it tells of any. Cards side by side are none."""
        if self.of_roles("table") or self.is_shell:
            return []
        carded = {id(block) for card in self.cards for block in (card.title, *card.texts)}
        return [one for one in seen_tables(self.content_blocks) if not any(id(block) in carded for block in one.blocks)]

    @cached_property
    def cards(self) -> list[Card]:
        """Headings side by side with what belongs to each."""
        return cards(self.content_blocks, [piece.box for piece in self.headings if piece.box is not None])

    @cached_property
    def messages(self) -> list[Message]:
        """Who said what, where it is a chat. What the tree tells as cells of a table is none."""
        return messages([block for block in self.content_blocks if not is_cell(block)], self.frame)

    @cached_property
    def last_command(self) -> Command | None:
        """Of a terminal; its numbers are those of `lines`."""
        return last_command([line.text for line in self.lines])

    @cached_property
    def code_lines(self) -> list[Piece]:
        """The lines of the text, without the numbers that an editor shows beside them."""
        if self.editor is not None and self.editor.value:
            return self.pieces
        numbers = line_numbers(self.content_blocks)
        return _by_line(rows([block for at, block in enumerate(self.content_blocks) if at not in numbers]))

    @cached_property
    def is_code(self) -> bool:
        """Whether the text is a program's: its lines tell nothing in words."""
        return looks_like_code([line.text for line in self.code_lines])

    @cached_property
    def paragraphs(self) -> list[Piece]:
        things = [thing for thing in self.of_roles("paragraph") if text_of(thing, self) and not self._only_links(thing)]
        if things:
            return [Piece(text_of(thing, self), of_thing(thing)) for thing in things]
        if self.editor is not None and self.editor.value:
            parts = [part for part in re.split(r"\n\s*\n", self.editor.value) if part.strip()]
            return self._of_value(self.editor, parts if len(parts) > 1 else self.editor.value.splitlines())
        whole = [block for block in self.blocks if block.kind == "paragraph"]
        found = whole or paragraphs([block for block in self.content_blocks if block.kind == "line"])
        return [Piece(" ".join(block.text.split()), of_block(block)) for block in found]

    def rows_of(self, table: Thing) -> list[list[Thing]]:
        """The cells that say something, row by row; of a list that gives its cells alone (GTK) by their places."""
        inside = self.inside(table)
        lines = [[cell for cell in self.inside(row) if cell.role == "cell"] for row in inside if row.role == "row"]
        if not lines:
            cells = [cell for cell in inside if cell.role == "cell" and cell.box and text_of(cell, self)]
            for cell in sorted(cells, key=lambda cell: (cell.box.y, cell.box.x) if cell.box else (0, 0)):
                level = lines[-1][0].box if lines else None
                if level is not None and cell.box is not None and cell.box.centre[1] < level.bottom:
                    if text_of(cell, self) != text_of(lines[-1][-1], self):  # GTK's file chooser tells names twice
                        lines[-1].append(cell)
                else:
                    lines.append([cell])
            lines = self._without_boxes(lines, inside)
        return [line for line in lines if any(text_of(cell, self) for cell in line)]

    def _without_boxes(self, lines: list[list[Thing]], inside: Sequence[Thing]) -> list[list[Thing]]:
        """Without the heading over a column of boxes to tick, which are no cells: the others name the wrong column
        else."""
        if len(lines) < 2 or len(lines[0]) <= max(map(len, lines[1:])):
            return lines
        cells = [cell for line in lines[1:] for cell in line]
        boxes = [thing for thing in inside if thing.role in TICKED and thing not in cells]
        kept = [c for c in lines[0] if any(_over(c, cell) for cell in cells) or not any(_over(c, b) for b in boxes)]
        return [kept or lines[0], *lines[1:]]

    @cached_property
    def headings(self) -> list[Piece]:
        things = [
            Piece(spoken_text(thing), of_thing(thing)) for thing in self.of_roles("heading") if spoken_text(thing)
        ]
        return things or [Piece(block.text, of_block(block)) for block in self.blocks if block.kind == "heading"]

    @cached_property
    def is_shell(self) -> bool:
        """Whether there are prompts: a terminal's lines are no running text."""
        return any(is_prompt(line.text) for line in self.lines)

    @cached_property
    def sentences(self) -> list[Piece]:
        parts = self.lines if self.is_shell else self.paragraphs or self.lines
        return [Piece(one, part.evidence) for part in parts for one in sentences(iter([part.text]))]

    @cached_property
    def texts(self) -> list[Piece]:
        """All words to look for an answer in: sentences of the text, names and values of things; nothing twice."""
        told = " ".join(normal(piece.text) for piece in self.sentences)
        # A line of a paragraph is a piece of a sentence, and says half of it.
        lines = [line for line in self.lines if self.editor is None and normal(line.text) not in told]
        pieces = [*self.sentences, *lines]
        for thing in self.things:
            if thing.role == "password":
                continue
            text = spoken_text(thing)
            if thing.value and thing.name and not is_editor(thing):
                text = f"{thing.name}: {thing.value}"
            if text and len(text) < 400:
                pieces.append(Piece(text, of_thing(thing)))
        seen: set[str] = set()
        found = []
        for piece in pieces:
            if (key := normal(piece.text)) and key not in seen:
                seen.add(key)
                found.append(piece)
        return found

    @cached_property
    def offers(self) -> list[Piece]:
        """What may be offered instead of an answer: the content, never the menus and tools around it."""
        chrome: set[int] = set()
        for thing in self.things:
            if thing.role in CHROME or thing.parent in chrome:
                chrome.add(thing.id)
        outside = {normal(spoken_text(thing)) for thing in self.things if thing.id in chrome}
        return [piece for piece in self.texts if normal(piece.text) not in outside]

    @cached_property
    def static_texts(self) -> list[Piece]:
        """Text that is no control's name and not the window's title, in reading order, nothing twice."""
        return self._static(self.blocks)

    @cached_property
    def passages(self) -> list[Piece]:
        """The same of the content, in whole rows and paragraphs; while OCR still reads, what of it is certain."""
        return self._whole(self.content_blocks)

    @cached_property
    def loose(self) -> list[Piece]:
        """The passages that no thing tells: no name of a control or group, no value or label of a field."""
        return self._untold(self.content_blocks)

    @cached_property
    def around(self) -> list[Piece]:
        """What stands around the page of a viewer, and no thing tells."""
        content = {id(block) for block in self.content_blocks}
        return self._untold([block for block in self.blocks if id(block) not in content])

    @cached_property
    def loose_blocks(self) -> list[TextBlock]:
        """All text that no thing tells, piece by piece."""
        return [block for block in self.blocks if normal(block.text) not in self._told]

    def _untold(self, blocks: list[TextBlock]) -> list[Piece]:
        pieces = self._whole([block for block in blocks if normal(block.text) not in self._told])
        return [piece for piece in pieces if normal(piece.text) not in self._told]

    def _whole(self, blocks: list[TextBlock]) -> list[Piece]:
        if not self.scene.complete:
            certain = {id(block) for block in self.scene.blocks[: self.scene.settled]}
            blocks = [block for block in blocks if block.source == "tree" or id(block) in certain]
        whole = paragraphs(blocks)
        if not self.scene.complete and whole and whole[-1].source == "ocr":
            whole.pop()  # it may go on
        return self._static(whole)

    @cached_property
    def _told(self) -> set[str]:
        roles = (*FIELDS, *TICKED, "slider", "progressbar")
        fields = [thing for thing in self.things if thing.role in roles and not is_editor(thing)]
        told = {normal(words) for field in fields for words in (field.name, field.value)}
        told |= {normal(thing.name) for thing in self.things if thing.role in (*INTERACTIVE, "group")}
        for field in fields:
            name = set(normal(field.name).split())
            told |= {
                normal(other.name)
                for other in self.children.get(field.parent, ())
                if other.role in ("label", "text") and set(normal(other.name).split()) <= name
            }
        return told

    def _static(self, blocks: list[TextBlock]) -> list[Piece]:
        names = {normal(thing.name) for thing in self.things if thing.role in INTERACTIVE}
        names |= {normal(self.title), ""}
        from_things = [
            Piece(text_of(thing, self), of_thing(thing))
            for thing in self.things
            if thing.role in ("text", "label", "paragraph", "heading", "statusbar")
        ]
        pieces = [Piece(block.text, of_block(block)) for block in blocks] or from_things
        if blocks:
            shown = normal(" ".join(piece.text for piece in pieces))
            pieces += [piece for piece in from_things if normal(piece.text) not in shown]
        found = []
        for piece in pieces:
            if (key := normal(piece.text)) not in names:
                names.add(key)
                found.append(piece)
        return found

    def _only_links(self, thing: Thing) -> bool:
        """Whether it is nothing but links: one in the midst of a sentence is part of it."""
        inside = self.inside(thing)
        words = sum(len(spoken_text(other).split()) for other in inside)
        return bool(inside) and all(other.role == "link" for other in inside) and len(thing.name.split()) <= words

    @staticmethod
    def _of_value(thing: Thing, parts: list[str]) -> list[Piece]:
        kind = of_thing(thing)
        return [
            Piece(" ".join(part.split()), Evidence(kind.kind, kind.box, kind.confidence, part.strip(), kind.doubtful))
            for part in parts
            if part.strip()
        ]


def is_cell(block: TextBlock) -> bool:
    return block.source == "tree" and block.kind == "cell"


def is_notice(thing: Thing) -> bool:
    """A notification: an alert of no window."""
    return thing.role == "alert" and "notification" in thing.states


def is_editor(thing: Thing) -> bool:
    if thing.role == "terminal":
        return True
    return thing.role == "textbox" and ("multiline" in thing.states or "\n" in thing.value)


def is_prompt(line: str) -> bool:
    """ "user@host:~/work$ make", "$ ls", "C:\\> dir", ">>> 1"."""
    return PROMPT.match(line) is not None


def text_of(thing: Thing, view: View) -> str:
    """The words of a text thing; where it has none of its own (a paragraph of spans), those of its children."""
    own = thing.value if len(thing.value) > len(thing.name) else thing.name
    if own or thing.role not in ("paragraph", "heading", "listitem", "cell", "row", "label"):
        return " ".join(own.split())
    return " ".join(" ".join(spoken_text(child).split()) for child in view.inside(thing) if spoken_text(child))


def _over(upper: Thing, lower: Thing) -> bool:
    """Whether they share a column."""
    if upper.box is None or lower.box is None:
        return False
    return min(upper.box.right, lower.box.right) - max(upper.box.x, lower.box.x) > 0


def _within(block: TextBlock, frame: Box | None) -> bool:
    return frame is None or 2 * frame.overlap(block.box) >= block.box.area


def _by_line(blocks: list[TextBlock]) -> list[Piece]:
    return [
        Piece(line.strip(), of_block(block)) for block in blocks for line in block.text.splitlines() if line.strip()
    ]
