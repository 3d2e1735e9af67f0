"""A scene -> claims, the most useful first: what is wrong and what has the focus, the kind of window, the main
content, the structure, the rest. Verbatim where wording matters; nothing that is not in the scene."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.types import Claim, Evidence, Thing
from models.grounded.claims import UNSURE, claim, normal, of_picture, of_thing, of_window
from models.grounded.phrases import Phrases
from models.grounded.picture import main_colour
from models.grounded.problems import clean_title, error_pieces, invalid_things, is_terminal, message_of, unsaved_name
from models.grounded.units import units
from models.grounded.view import FIELDS, INTERACTIVE, TICKED, Piece, View, is_editor
from models.grounded.wording import describe_thing, described, kind_of, word_count

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
WHOLE = 12
"""Characters of a text that, found in what was said, was said; a shorter one may be another's part by chance."""
LISTED = 6
"""Names said in one breath; more are counted."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim, and whether it may only be said once nothing more will be found."""

    claim: Claim
    final: bool = False
    running: bool = False
    """A part of running text: where one is left out for want of words, those after it would make no sense."""


class Narrator:
    """What is worth saying about one view, in order."""

    def __init__(self, view: View, phrases: Phrases, verbosity: Verbosity, pixels: Pixels | None = None) -> None:
        self.view, self.phrases, self.verbosity, self.pixels = view, phrases, verbosity, pixels
        self.said: set[str] = set()
        self.told = ""
        """All that was said, in order."""
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
        kind = kind_of(view)
        if kind == "form" and self.verbosity == "full":
            yield from self._structure()  # how much there is to come
        yield from self._main()
        if view.has_controls and kind not in ("dialog", "form") and (kind != "document" or self.verbosity == "full"):
            yield from self._structure()  # of a dialog the controls themselves were said
        if self.verbosity == "full":
            yield from self._rest()

    # -- what is wrong, what has the focus ------------------------------------------------------------------------

    def _problems(self) -> Iterator[Draft]:
        p = self.phrases
        for piece in error_pieces(self.view, p)[: 1 if self.verbosity == "brief" else 3]:
            if (piece.evidence.confidence or 1.0) < UNSURE:
                continue
            final = piece.evidence.kind == "ocr"  # the rest of its row may still come
            said = p.ended(self._short(piece.text))
            own_word = re.match(rf"[\s*]*(?:{p.problem.removeprefix('(?i)')})\s*[:：!！]", said, re.IGNORECASE)
            said = said if own_word else p("error", text=said)
            yield self._draft(said, [piece.evidence], "problem", piece.text, final=final)
        for thing in invalid_things(self.view):
            text = p("invalid_why", name=thing.name, why=p.ended(thing.description)) if thing.description else ""
            yield self._draft(text or p("invalid", name=thing.name or p.role(thing.role)), [of_thing(thing)], "problem")

    def _focus(self) -> Iterator[Draft]:
        focus = self.view.scene.focus
        if focus is None or focus.role in ("window", "dialog", "alert", "group", "document"):
            return
        said = describe_thing(focus, self.phrases, value=not is_editor(focus) or tells_value(focus, self.view))
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
            key = ("kind_text" if scene.complete else "kind_text_early") + ("_named" if scene.name else "")
            text = p(key, lines=p.counted(len(view.lines), "line"), name=scene.name)
            if view.lines:
                yield Draft(claim(text, [of_picture(scene), view.lines[0].evidence], "kind", "kind"))
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
            yield from self._fields([t for t in view.things if t.role in (*FIELDS, *TICKED)])
            yield from self._pieces(view.loose)
        elif kind == "table":
            yield from self._selected()
            yield from self._tables()
            yield from self._pieces(view.loose)
        else:
            yield from self._selected()
            yield from self._pieces(view.headings)
            yield from self._pieces(view.paragraphs if view.of_roles("paragraph") else view.loose)
            if kind == "page":
                yield from self._tables()

    def _terminal(self) -> Iterator[Draft]:
        lines, p = self.view.lines, self.phrases
        # An old OCR line is not "the last" until the whole picture was read.
        final = not self.view.has_controls
        shown = [line for line in lines if (line.evidence.confidence or 1.0) >= UNSURE]
        if self.verbosity == "full":
            for line in shown:
                if normal(line.text) and not self._already(line.text):
                    yield self._draft(p.ended(line.text), [line.evidence], "main", line.text, final=final)
            return
        shown = shown[-1 if self.verbosity == "brief" else -4 :]
        shown = [line for line in shown if not self._already(line.text)]
        if shown:
            key = "last_line" if len(shown) == 1 and shown[0] is lines[-1] else "last_lines"
            text = p(key, text=p.join.join(p.ended(line.text) for line in shown))
            yield self._draft(text, [line.evidence for line in shown], "main", final=final)

    def _dialog(self) -> Iterator[Draft]:
        view = self.view
        message = message_of(view.root, view) if view.root is not None else None
        if message is not None and normal(message.text) not in self.said:
            yield self._draft(self.phrases.ended(self._short(message.text)), [message.evidence], "main", message.text)
        elif view.editor is not None and view.editor.value and self.verbosity != "brief":
            yield from self._pieces(view.paragraphs)
        yield from self._fields([thing for thing in view.things if thing.role in (*FIELDS, *TICKED)])
        if self.verbosity != "brief":
            yield from self._tables()
        yield from self._names("buttons", view.of_roles("button"))

    def _tables(self) -> Iterator[Draft]:
        p = self.phrases
        told = {normal(thing.name) for thing in self.view.things if thing.id in self.named}
        for table in self.view.of_roles("table"):
            rows = self.view.rows_of(table)
            if rows and all(normal(cell.name) in told for row in rows[1:] for cell in row):
                self.said |= {normal(cell.name) for row in rows for cell in row}
                continue  # its check boxes were told
            if len(rows) > 1:
                first = [thing.name or thing.value for thing in rows[0]]
                size = {"rows": p.counted(len(rows), "row"), "columns": p.counted(len(first), "column")}
                names = p.listed([name for name in first if name][:LISTED])
                yield self._draft(p("table_size", **size, names=names), [of_thing(table), of_thing(rows[0][0])], "main")
                self.said |= {normal(name) for name in (*first, " ".join(first))}
        if self.verbosity != "brief" and self.view.of_roles("table"):
            for row in units("row", self.view)[1:]:
                if normal(row.text) in self.said:
                    continue
                yield self._draft(p.ended(row.text), [row.evidence], "main", row.text)

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
            yield replace(self._draft(said, [piece.evidence], "main", piece.text), running=True)

    # -- structure and the rest --------------------------------------------------------------------------------------

    def _fields(self, things: list[Thing]) -> Iterator[Draft]:
        """The first fields; when all are wanted, a few a sentence, a new one where another group begins."""
        things = [thing for thing in things if thing.name]
        if self.verbosity != "full" or len(things) <= LISTED:
            yield from self._names("fields", things)
            return
        groups: list[tuple[Thing | None, list[Thing]]] = []
        for thing in things:
            above = (one for one in self.view.ancestors(thing) if one.role == "group" and one.name)
            group = next(above, None)
            if not groups or groups[-1][0] is not group or len(groups[-1][1]) >= LISTED:
                groups.append((group, []))
            groups[-1][1].append(thing)
        p, before = self.phrases, None
        for at, (group, members) in enumerate(groups):
            names = p.group_separator.join(describe_thing(thing, p) for thing in members)
            self.named |= {thing.id for thing in members}
            new = group is not None and group is not before
            text = p.ended(names)
            if new or at == 0:
                text = p("group", name=group.name, names=names) if group is not None else p("fields", names=names)
            before = group
            # The same names in another place are not the same fields.
            yield self._draft(text, [of_thing(one) for one in members], "main", f"{members[0].id}: {text}")

    def _names(self, key: str, things: list[Thing]) -> Iterator[Draft]:
        p = self.phrases
        things = [thing for thing in things if thing.name]
        shown = things if self.verbosity == "full" else things[:LISTED]
        if not shown:
            return
        self.named |= {thing.id for thing in shown}
        told = [describe_thing(thing, p) for thing in shown]
        names = p.group_separator.join(told) if key == "fields" else described(shown, p)
        if len(things) > len(shown):
            more = p("more", count=len(things) - len(shown))
            names += (p.group_separator if key == "fields" else p.separator) + more
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
            names = described(things, p)
            title = p.role(role, len(things)).capitalize()
            yield self._draft(p("controls", role=title, names=names), [of_thing(thing) for thing in things], "rest")
        if kind_of(self.view) not in ("editor", "terminal"):  # their text was said
            yield from self._pieces(self.view.loose)
            if self.view.paper is not None:
                yield from self._pieces(self.view.around)
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
        self.told += f" {normal(words or text)}"
        return Draft(claim(text, evidence, topic, f"{topic}:{normal(words or text)}"), final)

    def _already(self, words: str) -> bool:
        """Whether these words were part of something said."""
        key = normal(words)
        return key in self.said or (len(key) > WHOLE and key in self.told)

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


def tells_value(thing: Thing, view: View) -> bool:
    """Whether a text area's text goes with its name: it is one line, and not what the window is about."""
    return kind_of(view) not in ("editor", "terminal") and thing.role == "textbox" and "\n" not in thing.value


def of_thing_or(view: View) -> Evidence:
    """The root if the tree told of it, else the window manager's word, else the picture."""
    return of_thing(view.root) if view.root is not None else of_window(view.scene)
