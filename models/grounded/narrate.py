"""A scene -> claims, the most useful first: what is wrong and what has the focus, the kind of window, the main
content, the structure, the rest. Verbatim where wording matters; nothing that is not in the scene."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.types import Claim, Evidence, Thing
from models.grounded.claims import UNSURE, claim, normal, of_picture, of_thing, of_window
from models.grounded.phrases import Phrases
from models.grounded.picture import main_colour
from models.grounded.problems import clean_title, error_pieces, invalid_things, is_terminal, message_of, unsaved_name
from models.grounded.view import FIELDS, INTERACTIVE, Piece, View, is_editor

if TYPE_CHECKING:
    from assistant.types import Pixels, Verbosity

WORDS = {"brief": 15, "normal": 60, "full": 100_000}
"""How many words a description has."""
COUNTED_ROLES = (
    "heading",
    "link",
    "button",
    "textbox",
    "checkbox",
    "radio",
    "combobox",
    "tab",
    "image",
    "row",
    "listitem",
)
LISTED = 6
"""Names said in one breath; more are counted."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim, and whether it may only be said once nothing more will be found."""

    claim: Claim
    final: bool = False


class Narrator:
    """What is worth saying about one view, in order."""

    def __init__(self, view: View, phrases: Phrases, verbosity: Verbosity, pixels: Pixels | None = None) -> None:
        self.view, self.phrases, self.verbosity, self.pixels = view, phrases, verbosity, pixels
        self.said: set[str] = set()
        self.named: set[int] = set()
        """Things (by id) that were listed."""

    def drafts(self) -> Iterator[Draft]:
        view = self.view
        if not view.scene.things and not view.scene.blocks:
            yield from self._without_words()
            return
        yield from self._problems()
        yield from self._focus()
        yield from self._unsaved_or_busy()
        yield from self._kind()
        yield from self._main()
        if view.has_controls and (kind_of(view) not in ("dialog", "form") or self.verbosity == "full"):
            yield from self._structure()  # of a dialog the controls themselves were said
        if self.verbosity == "full":
            yield from self._rest()

    # -- what is wrong, what has the focus ------------------------------------------------------------------------

    def _problems(self) -> Iterator[Draft]:
        p = self.phrases
        for piece in error_pieces(self.view, p)[: 1 if self.verbosity == "brief" else 3]:
            if (piece.evidence.confidence or 1.0) < UNSURE:
                continue
            said = p.ended(self._short(piece.text))
            own_word = re.match(rf"[\s*]*(?:{p.problem.removeprefix('(?i)')})\s*[:：!！]", said, re.IGNORECASE)
            said = said if own_word else p("error", text=said)
            yield self._draft(said, [piece.evidence], "problem", piece.text)
        for thing in invalid_things(self.view):
            text = p("invalid_why", name=thing.name, why=p.ended(thing.description)) if thing.description else ""
            yield self._draft(text or p("invalid", name=thing.name or p.role(thing.role)), [of_thing(thing)], "problem")

    def _focus(self) -> Iterator[Draft]:
        focus = self.view.scene.focus
        if focus is None or focus.role in ("window", "dialog", "alert", "group", "document"):
            return
        said = describe_thing(focus, self.phrases, value=not is_editor(focus))
        yield Draft(claim(self.phrases("focus", thing=said), [of_thing(focus)], "focus", f"focus:{normal(said)}"))

    def _unsaved_or_busy(self) -> Iterator[Draft]:
        p = self.phrases
        if name := unsaved_name(self.view, p):
            backing = of_window(self.view.scene) if self.view.scene.window else of_thing_or(self.view)
            yield self._draft(p("unsaved", name=name), [backing], "problem", name)
        for thing in self.view.things:
            if "busy" in thing.states and thing.name:
                yield self._draft(p("busy", name=thing.name), [of_thing(thing)], "problem")
            if thing.role == "progressbar" and thing.value:
                text = " ".join(p("progress", name=thing.name, value=thing.value).split())
                yield self._draft(text, [of_thing(thing)], "problem")

    # -- the kind of window -----------------------------------------------------------------------------------------

    def _kind(self) -> Iterator[Draft]:
        view, p = self.view, self.phrases
        scene = view.scene
        if scene.window is None and view.root is None:
            if is_terminal(view):
                return  # the last lines say it
            lines = p.counted(len(view.lines), "line")
            text = p("kind_text_named", lines=lines, name=scene.name) if scene.name else p("kind_text", lines=lines)
            if view.lines:
                yield Draft(claim(text, [of_picture(scene), view.lines[0].evidence], "kind", "kind"), final=True)
            return
        kind = kind_of(view)
        title = clean_title(view.title, view.app, p)
        app = view.app
        if normal(app) and normal(app) not in normal(view.title):
            title = p("in_app", title=title, app=app) if title else app
        if normal(title) in self.said:  # with the unsaved changes
            title = app
        text = p.ended(p(f"kind_{kind}", title=title or p("untitled")))
        yield self._draft(text, [of_thing_or(view)], "kind", title)

    # -- main content -------------------------------------------------------------------------------------------------

    def _main(self) -> Iterator[Draft]:
        view, kind = self.view, kind_of(self.view)
        if kind == "terminal":
            yield from self._terminal()
        elif kind == "editor":
            yield from self._pieces(view.paragraphs)
            if view.editor is not None and not view.editor.value and not view.lines:
                yield self._draft(self.phrases("empty_text"), [of_thing(view.editor)], "main", final=True)
        elif kind == "dialog":
            yield from self._dialog()
        elif kind == "form":
            yield from self._names(
                "fields", [t for t in view.things if t.role in (*FIELDS, "checkbox", "switch", "radio")]
            )
            yield from self._pieces(view.static_texts)
        elif kind == "table":
            yield from self._selected()
            yield from self._tables()
            yield from self._pieces(view.static_texts)
        else:
            yield from self._selected()
            yield from self._pieces(view.headings)
            yield from self._pieces(view.paragraphs if view.of_roles("paragraph") else view.static_texts)
            if kind == "page":
                yield from self._tables()

    def _terminal(self) -> Iterator[Draft]:
        lines = self.view.lines
        count = {"brief": 1, "normal": 4, "full": len(lines)}[self.verbosity]
        # An old OCR line is not "the last" until the whole picture was read.
        final = not self.view.has_controls
        shown = [line for line in lines[-count:] if (line.evidence.confidence or 1.0) >= UNSURE]
        if shown:
            key = "last_line" if len(shown) == 1 else "last_lines"
            text = self.phrases(key, text=self.phrases.ended(" ".join(self.phrases.ended(s.text) for s in shown)))
            yield self._draft(text, [line.evidence for line in shown], "main", final=final)

    def _dialog(self) -> Iterator[Draft]:
        view = self.view
        message = message_of(view.root, view) if view.root is not None else None
        if message is not None and normal(message.text) not in self.said:
            yield self._draft(self.phrases.ended(self._short(message.text)), [message.evidence], "main", message.text)
        yield from self._names(
            "fields", [thing for thing in view.things if thing.role in (*FIELDS, "checkbox", "radio")]
        )
        yield from self._names("buttons", view.of_roles("button"))

    def _tables(self) -> Iterator[Draft]:
        p = self.phrases
        for table in self.view.of_roles("table"):
            inside = self.view.inside(table)
            rows = [thing for thing in inside if thing.role == "row"]
            if rows:
                first = [thing.name or thing.value for thing in self.view.inside(rows[0]) if thing.role == "cell"]
                size = {"rows": p.counted(len(rows), "row"), "columns": p.counted(len(first), "column")}
                names = p.listed([name for name in first if name][:LISTED])
                yield self._draft(p("table_size", **size, names=names), [of_thing(table), of_thing(rows[0])], "main")
        if self.verbosity != "brief":
            for row in self.view.of_roles("row")[1:]:
                cells = [thing.name or thing.value for thing in self.view.inside(row) if thing.role == "cell"]
                text = p.separator.join(cell for cell in cells if cell) or row.name
                if text:
                    yield self._draft(p.ended(text), [of_thing(row)], "main")

    def _selected(self) -> Iterator[Draft]:
        chosen = [t for t in self.view.things if "selected" in t.states and t.name and t.role != "tab"]
        for thing in chosen[:3]:
            yield self._draft(self.phrases("selected", name=thing.name), [of_thing(thing)], "main")

    def _pieces(self, pieces: list[Piece]) -> Iterator[Draft]:
        for piece in pieces:
            sure = piece.evidence.confidence is None or piece.evidence.confidence >= UNSURE
            if not sure and self.verbosity == "brief":
                continue
            text = self.phrases.ended(self._short(piece.text))
            said = text if sure else self.phrases("possibly", text=text)
            if not normal(piece.text) or self._already(piece.text):
                continue
            yield self._draft(said, [piece.evidence], "main", piece.text)

    # -- structure and the rest --------------------------------------------------------------------------------------

    def _names(self, key: str, things: list[Thing]) -> Iterator[Draft]:
        p = self.phrases
        shown = things if self.verbosity == "full" else things[:LISTED]
        value = key == "fields"
        parts = [describe_thing(thing, p, role=value, value=value) for thing in shown if thing.name]
        if not parts:
            return
        self.named |= {thing.id for thing in shown}
        if len(things) > len(shown):
            parts.append(p("more", count=len(things) - len(shown)))
        names = (p.group_separator if value else p.separator).join(parts)
        yield self._draft(p(key, names=names), [of_thing(thing) for thing in shown], "main")

    def _structure(self) -> Iterator[Draft]:
        p = self.phrases
        counts, evidence = [], []
        for role in COUNTED_ROLES:
            found = [thing for thing in self.view.content if thing.role == role and not is_editor(thing)]
            if found:
                counts.append(p.counted(len(found), role))
                evidence += [of_thing(thing) for thing in found]
        if len(counts) > 1 or (counts and kind_of(self.view) in ("page", "window", "list")):
            text = p("structure", counts=p.listed(counts))
            yield Draft(claim(text, evidence, "structure", f"structure:{normal(text)}"))

    def _rest(self) -> Iterator[Draft]:
        """Everything else there is to use, by kind, with its state."""
        p = self.phrases
        by_role: dict[str, list[Thing]] = {}
        for thing in self.view.content:
            if thing.role in INTERACTIVE and thing.name and thing.id not in self.named:
                by_role.setdefault(thing.role, []).append(thing)
        for role, things in by_role.items():
            names = p.separator.join(describe_thing(thing, p, role=False) for thing in things)
            title = p.role(role, len(things)).capitalize()
            yield self._draft(p("controls", role=title, names=names), [of_thing(thing) for thing in things], "rest")
        yield from self._pieces(self.view.static_texts)
        for key, value in self.view.scene.facts:
            if key != "colour":
                yield self._draft(p("fact", key=key, value=value), [of_picture(self.view.scene)], "rest")

    def _without_words(self) -> Iterator[Draft]:
        """A picture, or a window that tells nothing: its title, its colour, and an honest end."""
        scene, p = self.view.scene, self.phrases
        if scene.window is not None:
            yield from self._kind()
            yield Draft(claim(p("nothing_inside"), [of_picture(scene)], "note"), final=True)
            return
        colour = dict(scene.facts).get("colour") or (main_colour(self.pixels) if self.pixels is not None else "")
        if colour:
            gaps = {"colour": p.colours.get(colour, colour), "width": scene.width, "height": scene.height}
            named = p("picture_named", name=scene.name, **gaps) if scene.name else p("picture", **gaps)
            yield Draft(claim(named, [of_picture(scene)], "main", "colour"), final=True)
        yield Draft(claim(p("cannot_tell_picture"), [of_picture(scene)], "note"), final=True)

    # -- wording -------------------------------------------------------------------------------------------------------

    def _draft(self, text: str, evidence: list[Evidence], topic: str, words: str = "", *, final: bool = False) -> Draft:
        self.said.add(normal(words or text))
        return Draft(claim(text, evidence, topic, f"{topic}:{normal(words or text)}"), final)

    def _already(self, words: str) -> bool:
        """Whether these words were part of something said."""
        key = normal(words)
        return any(key == said or (len(key) > 12 and key in said) for said in self.said)

    def _short(self, text: str) -> str:
        """As it is; in a brief description cut to what fits."""
        text = " ".join(text.split())
        if self.verbosity == "full":
            return text
        limit = WORDS["brief"] - 2 if self.verbosity == "brief" else 45
        if word_count(text) <= limit:
            return text
        cut = text
        while word_count(cut) > limit:
            shorter = cut.rsplit(" ", 1)[0] if " " in cut else cut[: max(1, len(cut) * 3 // 4)]
            if shorter == cut:
                break
            cut = shorter
        return cut.rstrip(" ,;:.") + "…"


def describe_thing(thing: Thing, phrases: Phrases, *, role: bool = True, value: bool = True) -> str:
    """ "OK button", "Remember me, checkbox, checked", "Email, text field, invalid, ann@example.org"."""
    kind = phrases.role("editor" if is_editor(thing) and thing.role == "textbox" else thing.role)
    states = [phrases.state_names[state] for state in states_of(thing)]
    if not role and not states and not (value and thing.value):
        return thing.name
    parts = [thing.name] if thing.name else []
    if role:
        if thing.role in ("button", "link", "tab", "menu") and thing.name:
            parts = [phrases("named_role", name=thing.name, role=kind)]
        else:
            parts.append(kind)
    if value and thing.value and normal(thing.value) != normal(thing.name):
        parts.append(thing.value)
    elif value and thing.role == "textbox" and not thing.value and role:
        parts.append(phrases("empty"))
    return phrases.separator.join(parts + states)


def states_of(thing: Thing) -> list[str]:
    """The states worth saying, as keys of `Phrases.state_names`."""
    found = []
    if thing.role in ("checkbox", "switch", "radio") or "checked" in thing.states:
        mixed = "mixed" in thing.states
        found.append("mixed" if mixed else "checked" if "checked" in thing.states else "!checked")
    found += [
        state for state in ("disabled", "invalid", "pressed", "expanded", "collapsed", "busy") if state in thing.states
    ]
    if "selected" in thing.states and thing.role in ("tab", "listitem", "treeitem", "row"):
        found.append("selected")
    if "required" in thing.states:
        found.append("required")
    return found


def kind_of(view: View) -> str:
    """ "dialog", "terminal", "editor", "page", "form", "table", "list" or "window"; "text" of words alone."""
    if view.root is not None and view.root.role in ("dialog", "alert"):
        return "dialog"
    if is_terminal(view):
        return "terminal"
    if not view.has_controls:
        return "text" if view.scene.window is None and view.root is None else "window"
    fields = [thing for thing in view.of_roles(*FIELDS) if not is_editor(thing)]
    paper = view.of_roles("document")
    if paper and (view.of_roles("link") or view.of_roles("heading") or view.of_roles("paragraph")):
        return "form" if len(fields) >= 3 and not view.of_roles("paragraph") else "page"
    if view.editor is not None and (view.editor.box is None or 3 * view.editor.box.area >= view.frame.area):
        return "editor"
    if len(fields) >= 2:
        return "form"
    for role, kind in (("table", "table"), ("tree", "list"), ("list", "list"), ("menu", "menu")):
        if view.of_roles(role) and not fields and (role != "menu" or not view.of_roles("button", "menubar")):
            return kind
    return "window"


def of_thing_or(view: View) -> Evidence:
    """The root if the tree told of it, else the window manager's word, else the picture."""
    return of_thing(view.root) if view.root is not None else of_window(view.scene)


def word_count(text: str) -> int:
    """Words; two Chinese characters count as one."""
    wide = sum("\u4e00" <= char <= "\u9fff" for char in text)
    narrow = len("".join(" " if "\u4e00" <= char <= "\u9fff" else char for char in text).split())
    return narrow + (wide + 1) // 2
