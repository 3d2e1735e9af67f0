"""A scene, indexed for questions: which window it is about, what is in it, and its units of text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from assistant.sentences import sentences
from assistant.types import Box, Evidence, Scene, TextBlock, Thing
from models.grounded.claims import normal, of_block, of_thing, spoken_text

WINDOWS = ("dialog", "alert", "window")
FIELDS = ("textbox", "password", "combobox", "spinbutton")
INTERACTIVE = frozenset(
    ("button", "checkbox", "radio", "switch", "textbox", "password", "combobox", "menuitem", "tab", "link", "slider",
     "spinbutton", "listitem", "treeitem", "menu")
)  # fmt: skip
TEXTUAL = frozenset(("text", "label", "paragraph", "heading", "statusbar", "cell", "listitem", "alert"))
PROMPT = re.compile(r"\s*(?:\(?[\w.-]+\)?\s)?(?:[\w.-]+@[\w.-]+[: ]?\S*\s?[$#%]|[$#❯➜]\s|>>>\s|PS\s\S+>|[A-Z]:\\\S*>)")
PARAGRAPH_GAP = 0.75
"""Of a line's height: a larger gap between two lines of OCR starts a paragraph (line spacing is 0.1 to 0.5)."""


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
        self.scene = scene

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
        """All descendants, in tree order."""
        ids = {thing.id}
        found = []
        for other in self.scene.things:
            if other.parent in ids and other.id not in ids:
                ids.add(other.id)
                found.append(other)
        return found

    @cached_property
    def root(self) -> Thing | None:
        """The window, dialog or alert a person is in: modal, else around the focus, else active, else the first."""
        windows = [thing for thing in self.scene.things if thing.role in WINDOWS]
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
        """What can be seen inside the root, in tree order, without the root."""
        inside = self.inside(self.root) if self.root is not None else list(self.scene.things)
        return [thing for thing in inside if "offscreen" not in thing.states]

    @cached_property
    def has_controls(self) -> bool:
        """Whether the tree (or a recogniser of elements) told of controls at all; words alone can't show a button."""
        return any(thing.role not in ("window", "titlebar") for thing in self.scene.things)

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
        """The text in reading order, inside the root where it has a box."""
        frame = self.root.box if self.root is not None and self.root.box and self.root.role != "window" else None
        return [block for block in self.scene.blocks if frame is None or 2 * frame.overlap(block.box) >= block.box.area]

    @cached_property
    def lines(self) -> list[Piece]:
        """Lines of the main text, or of all that is seen."""
        if self.editor is not None and self.editor.value:
            return self._of_value(self.editor, self.editor.value.splitlines())
        return [
            Piece(line.strip(), of_block(block))
            for block in self.blocks
            for line in block.text.splitlines()
            if line.strip()
        ]

    @cached_property
    def paragraphs(self) -> list[Piece]:
        things = [thing for thing in self.of_roles("paragraph") if text_of(thing, self) and not self._only_links(thing)]
        if things:
            return [Piece(text_of(thing, self), of_thing(thing)) for thing in things]
        if self.editor is not None and self.editor.value:
            parts = [part for part in re.split(r"\n\s*\n", self.editor.value) if part.strip()]
            return self._of_value(self.editor, parts if len(parts) > 1 else self.editor.value.splitlines())
        whole = [block for block in self.blocks if block.kind == "paragraph"]
        if whole:
            return [Piece(" ".join(block.text.split()), of_block(block)) for block in whole]
        return _grouped([block for block in self.blocks if block.kind == "line"])

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
        pieces = [*self.sentences, *(self.lines if self.editor is None else ())]
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
    def static_texts(self) -> list[Piece]:
        """Text that is no control's name and not the window's title, in reading order, nothing twice."""
        names = {normal(thing.name) for thing in self.things if thing.role in INTERACTIVE}
        names |= {normal(self.title), ""}
        from_things = [
            Piece(text_of(thing, self), of_thing(thing))
            for thing in self.things
            if thing.role in ("text", "label", "paragraph", "heading", "statusbar")
        ]
        pieces = [Piece(block.text, of_block(block)) for block in self.blocks] or from_things
        if self.blocks:
            shown = normal(" ".join(piece.text for piece in pieces))
            pieces += [piece for piece in from_things if normal(piece.text) not in shown]
        found = []
        for piece in pieces:
            if (key := normal(piece.text)) not in names:
                names.add(key)
                found.append(piece)
        return found

    def _only_links(self, thing: Thing) -> bool:
        inside = self.inside(thing)
        return bool(inside) and all(other.role == "link" for other in inside)

    @staticmethod
    def _of_value(thing: Thing, parts: list[str]) -> list[Piece]:
        kind = of_thing(thing)
        return [
            Piece(" ".join(part.split()), Evidence(kind.kind, kind.box, kind.confidence, part.strip()))
            for part in parts
            if part.strip()
        ]


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


def _grouped(blocks: list[TextBlock]) -> list[Piece]:
    """Lines of OCR joined to paragraphs: one below the other, of like height, without a gap."""
    groups: list[list[TextBlock]] = []
    for block in blocks:
        last = groups[-1][-1] if groups else None
        if last is not None and _goes_on(last, block):
            groups[-1].append(block)
        else:
            groups.append([block])
    found = []
    for group in groups:
        box = group[0].box
        for block in group[1:]:
            box = box.union(block.box)
        text = " ".join(block.text for block in group)
        lowest = min(block.confidence for block in group)
        found.append(Piece(text, Evidence(group[0].source, box, lowest if group[0].source == "ocr" else None, text)))
    return found


def _goes_on(above: TextBlock, below: TextBlock) -> bool:
    height = min(above.box.h, below.box.h)
    gap = below.box.y - above.box.bottom
    shared = min(above.box.right, below.box.right) - max(above.box.x, below.box.x)
    return (
        -0.5 * height <= gap <= PARAGRAPH_GAP * height
        and shared > 0
        and max(above.box.h, below.box.h) <= 1.4 * height
        and abs(above.box.x - below.box.x) <= 3 * height
    )
