"""A scene -> claims, the most useful first: what it is, what is wrong, what has the focus, the main content, the
structure, the rest. Verbatim where wording matters; nothing that is not in the scene.

The order is that of a colleague who tells what he sees: a short identification ("Login: Acme."), the focus, problems,
the main content, the structure. A problem is moved up to right behind the kind of screen ("Terminal. Error: ..."), and
a dialog about an error is identified by it ("Error: ..."), so that the point is in the first five words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.types import Claim, Evidence, Thing
from models.grounded import disguised
from models.grounded.believed import one_of_some
from models.grounded.claims import UNSURE, claim, normal, of_picture, of_thing, of_window
from models.grounded.doubts import hedged, unsure
from models.grounded.drafts import Draft, beginning, first_fit
from models.grounded.in_cells import read_in_cell
from models.grounded.kinds import in_cells, kind_of, tells_value
from models.grounded.notifications import in_a_notice
from models.grounded.photographs import photograph
from models.grounded.phrases import Phrases
from models.grounded.picture import main_colour
from models.grounded.problems import clean_title, error_pieces, invalid_things, message_of, unsaved_name
from models.grounded.profiles import CONTROLS_TOLD, PROFILES
from models.grounded.profiles.notices import notifications
from models.grounded.profiles.scenery import charts
from models.grounded.sightings import sightings
from models.grounded.stripes import Stripes
from models.grounded.units import units
from models.grounded.view import INTERACTIVE, Piece, View, is_editor, text_of
from models.grounded.wording import describe_thing, described

if TYPE_CHECKING:
    from assistant.types import FileNotes, Pixels, Verbosity

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


class Narrator:
    """What is worth saying about one view, in order."""

    def __init__(
        self,
        view: View,
        phrases: Phrases,
        verbosity: Verbosity,
        pixels: Pixels | None = None,
        *,
        identified: bool = False,
        notes: FileNotes | None = None,
        place: bool = False,
    ) -> None:
        """`identified`: of an earlier scene it was said already what it is. `notes`: what the picture's file says;
        `place`: where it was taken may be told."""
        self.notes, self.place = notes, place
        self.view, self.p, self.verbosity, self.pixels = view, phrases, verbosity, pixels
        self.identified = identified
        self.kind = kind_of(view)
        self.said: set[str] = set()
        self.told = ""
        """All that was said, in order."""
        self.named: set[int] = set()
        self.cells: Stripes[Thing] = Stripes()
        """Of tables whose rows were said."""
        """Things (by id) that were listed."""

    def drafts(self) -> Iterator[Draft]:
        view, kind = self.view, self.kind
        if not view.scene.things and not view.scene.blocks:
            yield from self._without_words()
            return
        yield from notifications(self)
        yield from sightings(self)
        problems = list(self._problems())
        now = [one for one in problems if view.scene.complete or not one.final]
        message = message_of(view.root, view) if view.root is not None and kind == "dialog" else None
        if now and kind == "dialog":
            yield from now[:1]
        elif now:
            yield from self._kind_alone()
            yield from now[:1]
        elif message is not None and self.verbosity == "brief":
            yield from self._identified_by(message)
        else:
            yield from self._identification()
        yield from self._focus()
        yield from (one for one in problems if one not in now[:1])
        yield from self._unsaved_or_busy()
        if now:
            yield from self._identification(after_problem=True)
        if kind == "form" and self.verbosity == "full":
            yield from self._structure()  # how much there is to come
        if kind != "chart":
            yield from charts(self)
        yield from PROFILES[kind](self)
        if view.has_controls and kind not in CONTROLS_TOLD and (kind != "document" or self.verbosity == "full"):
            yield from self._structure()
        yield from photograph(self)
        if self.verbosity == "full":
            yield from self._rest()

    # -- what it is -------------------------------------------------------------------------------------------------

    def _kind_alone(self) -> Iterator[Draft]:
        """ "Terminal."; the title comes after what is wrong."""
        if self.identified or self.kind in ("text", "chart"):  # a chart's own sentence begins with its kind
            return
        word = self.p.ended(self.p(f"screen_{self.kind}"))
        yield Draft(claim(word, [of_thing_or(self.view)], "kind", "kind"))

    def _identified_by(self, message: Piece) -> Iterator[Draft]:
        """A dialog by what it says, where there are no words for its title, too."""
        text = self.p.ended(" ".join(message.text.split()))
        before = self.p("identified", kind=self.p("screen_dialog"), title="")
        cut = beginning(text, self.p, before)
        yield self.draft(before + text, [message.evidence], "main", message.text, shorter=cut)

    def _identification(self, *, after_problem: bool = False) -> Iterator[Draft]:
        """ "Login: Acme, in Firefox."; without the kind, where that was said: "Title: Acme, in Firefox."."""
        view, p = self.view, self.p
        scene = view.scene
        if scene.window is None and view.root is None:
            yield from self._of_a_picture()
            return
        title, app = clean_title(view.title, view.app, p), view.app
        parts = [title]
        if normal(app) and normal(app) not in normal(view.title):
            parts.insert(0, p("in_app", title=title, app=app) if title else app)
        if app and unsaved_name(view, p):  # which tells the title
            parts = [app]
        with_kind = self.kind == "dialog" or not (self.identified or after_problem)
        kind = p(f"screen_{self.kind}")
        said = [p.ended(self._identified(kind, part or p("untitled"), with_kind)) for part in parts]
        first = re.split(r"\s[-—–|·]\s", title)[0]
        said.append(p.ended(self._identified(kind, first or p("untitled"), with_kind)))
        title_begins = beginning(p.ended(first), p, self._identified(kind, "", with_kind))

        def shorter(words: int) -> str | None:
            alone = "" if after_problem else p.ended(kind)
            return first_fit(said[1:])(words) or title_begins(words) or first_fit([alone])(words)

        yield self.draft(said[0], [of_thing_or(view)], "kind", title or app, shorter=shorter)

    def _identified(self, kind: str, title: str, with_kind: bool) -> str:
        if with_kind:
            return self.p("identified", kind=kind, title=title)
        return self.p("titled", title=title)

    def _of_a_picture(self) -> Iterator[Draft]:
        """A picture of text: how many lines; what a terminal or chat in it is, its own words say."""
        view, p, scene = self.view, self.p, self.view.scene
        if self.kind != "text":
            yield from self._kind_alone()
            return
        key = ("kind_text" if scene.complete else "kind_text_early") + ("_named" if scene.name else "")
        text = p(key, lines=p.counted(len(view.lines), "line"), name=scene.name)
        short = p("kind_text", lines=p.counted(len(view.lines), "line")) if scene.complete else p("kind_text_early")
        if view.lines:
            backing = [of_picture(scene), view.lines[0].evidence]
            yield Draft(claim(text, backing, "kind", "kind"), shorter=first_fit([short]))

    # -- what is wrong, what has the focus ------------------------------------------------------------------------

    def _problems(self) -> Iterator[Draft]:
        p, command = self.p, self.view.last_command if self.kind == "terminal" else None
        news = [self.view.lines[at] for at in command.output] if command is not None else None
        for piece in error_pieces(self.view, p)[: 1 if self.verbosity == "brief" else 3]:
            if (piece.evidence.confidence or 1.0) < UNSURE:
                continue
            if news is not None and piece not in news:
                continue  # a command that came after it went well
            final = piece.evidence.kind == "ocr"  # the rest of its row may still come
            said = p.ended(" ".join(piece.text.split()))
            own_word = re.match(rf"[\s*]*(?:{p.problem.removeprefix('(?i)')})\s*[:：!！]", said, re.IGNORECASE)
            before = "" if own_word else p("error", text="")
            cut = beginning(said, p, before)
            yield self.draft(before + said, [piece.evidence], "problem", piece.text, final=final, shorter=cut)
        for thing in invalid_things(self.view):
            name = thing.name or p.role(thing.role)
            short = p("invalid", name=name)
            text = p("invalid_why", name=name, why=p.ended(thing.description)) if thing.description else short
            yield self.draft(text, [of_thing(thing)], "problem", shorter=first_fit([short]))
        for disguise, evidence in disguised.seen(self.view):
            fit, words = first_fit([p("disguised", text=disguise.text)]), f"{disguise.kind} {disguise.text}"
            yield self.draft(disguise.worded(p), [evidence], "problem", words, shorter=fit)

    def _focus(self) -> Iterator[Draft]:
        focus, p = self.view.scene.focus, self.p
        if focus is None or focus.role in ("window", "dialog", "alert", "group", "document"):
            return
        value = not is_editor(focus) or tells_value(focus, self.view)
        if not focus.name and focus.role in ("cell", "row", "listitem"):
            focus = replace(focus, name=text_of(focus, self.view))
        said = describe_thing(focus, p, value=value)
        named = p.separator.join(part for part in (focus.name, p.role(focus.role)) if part)
        wordings = [p("focus", thing=one) for one in (describe_thing(focus, p, value=False), named)]
        yield Draft(
            claim(p("focus", thing=said), [of_thing(focus)], "focus", f"focus:{normal(said)}"),
            shorter=first_fit(wordings),
        )

    def _unsaved_or_busy(self) -> Iterator[Draft]:
        p = self.p
        if name := unsaved_name(self.view, p):
            backing = of_window(self.view.scene) if self.view.scene.window else of_thing_or(self.view)
            yield self.draft(p("unsaved", name=name), [backing], "problem", name)
        for thing in self.view.things:
            if "busy" in thing.states and thing.name:
                yield self.draft(p("busy", name=thing.name), [of_thing(thing)], "problem")
            idle = not thing.name and thing.value in ("0", "0%") and self.kind == "spreadsheet"  # nothing has begun
            if thing.role == "progressbar" and thing.value and not idle:
                text = " ".join(p("progress", name=thing.name, value=thing.value).split())
                yield self.draft(text, [of_thing(thing)], "problem")

    # -- what profiles tell with --------------------------------------------------------------------------------------

    def tables(self) -> Iterator[Draft]:
        """Of each table its size and headings; then the rows that were not told."""
        p = self.p
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
                evidence = [of_thing(table), of_thing(rows[0][0])]
                short = first_fit([p("table_size_alone", **size)])
                yield self.draft(p("table_size", **size, names=names), evidence, "main", shorter=short)
                self.said |= {normal(name) for name in (*first, " ".join(first))}
        if self.verbosity != "brief" and self.view.of_roles("table"):
            self.cells = Stripes((cell.box, cell) for cell in self.view.of_roles("cell") if cell.box is not None)
            for row in units("row", self.view)[1:]:
                if normal(row.text) in self.said:
                    continue
                yield self.draft(p.ended(row.text), [row.evidence], "main", row.text)

    def selected(self) -> Iterator[Draft]:
        chosen = [t for t in self.view.things if "selected" in t.states and t.name and t.role != "tab"]
        for thing in chosen[:3]:
            short = beginning(self.p.ended(thing.name), self.p, self.p("selected_begins"))
            yield self.draft(self.p("selected", name=thing.name), [of_thing(thing)], "main", shorter=short)

    def pieces(self, pieces: Sequence[Piece]) -> Iterator[Draft]:
        for piece in pieces:
            if unsure(piece.evidence) and self.verbosity == "brief":
                continue
            if in_a_notice(piece, self.view):
                continue
            text = self.p.ended(hedged(" ".join(piece.text.split()), piece.evidence, self.p))
            if not normal(piece.text) or self.already(piece.text) or read_in_cell(piece, self.cells):
                continue
            cut = beginning(text, self.p)
            yield self.draft(text, [piece.evidence], "main", piece.text, running=True, shorter=cut)

    def fields(self, things: Sequence[Thing]) -> Iterator[Draft]:
        """The first fields; when all are wanted, a few a sentence, a new one where another group begins."""
        things = [thing for thing in things if thing.name]
        if self.verbosity != "full" or len(things) <= LISTED:
            yield from self.names("fields", things)
            return
        groups: list[tuple[Thing | None, list[Thing]]] = []
        for thing in things:
            above = (one for one in self.view.ancestors(thing) if one.role == "group" and one.name)
            group = next(above, None)
            if not groups or groups[-1][0] is not group or len(groups[-1][1]) >= LISTED:
                groups.append((group, []))
            groups[-1][1].append(thing)
        p, before = self.p, None
        for at, (group, members) in enumerate(groups):
            names = p.group_separator.join(describe_thing(thing, p) for thing in members)
            self.named |= {thing.id for thing in members}
            new = group is not None and group is not before
            text, backing = p.ended(names), [of_thing(one) for one in members]
            if new and group is not None:
                backing.append(of_thing(group))
            if new or at == 0:
                text = p("group", name=group.name, names=names) if group is not None else p("fields", names=names)
            before = group
            # The same names in another place are not the same fields.
            yield self.draft(text, backing, "main", f"{members[0].id}: {text}")

    def names(self, key: str, things: Sequence[Thing]) -> Iterator[Draft]:
        """ "Buttons: OK, Cancel."; fewer of them where words are short, and how many more there are."""
        p = self.p
        things = [thing for thing in things if thing.name]
        if not things:
            return
        most = len(things) if self.verbosity == "full" else min(LISTED, len(things))
        self.named |= {thing.id for thing in things[:most]}
        counts = range(most, 0, -1) if self.verbosity != "full" else (most,)
        said = [p(key, names=self._names_of(key, things, count)) for count in counts]
        roles = {thing.role for thing in things}
        kind = "field" if key == "fields" else roles.pop() if len(roles) == 1 else "control"
        said.append(p.ended(p.counted(len(things), kind)))
        yield self.draft(said[0], [of_thing(thing) for thing in things[:most]], "main", shorter=first_fit(said[1:]))

    def _names_of(self, key: str, things: Sequence[Thing], count: int) -> str:
        p, shown = self.p, things[:count]
        if key == "fields":
            names = p.group_separator.join(describe_thing(thing, p) for thing in shown)
        else:
            names = described(shown, p)
        if len(things) > count:
            more = p("more", count=len(things) - count)
            names += (p.group_separator if key == "fields" else p.separator) + more
        return names

    def shown(self, names: Sequence[str], count: int) -> str:
        """The first `count` names, and how many more there are."""
        p = self.p
        if count >= len(names):
            return p.listed(list(names))
        return p.separator.join([*names[:count], p("more", count=len(names) - count)])

    # -- structure and the rest --------------------------------------------------------------------------------------

    def _structure(self) -> Iterator[Draft]:
        p = self.p
        counts, evidence = [], []
        for role in COUNTED_ROLES:
            found = [thing for thing in self.view.content if thing.role == role and not is_editor(thing)]
            if found and not any(map(one_of_some, found)):
                counts.append(p.counted(len(found), role))
                evidence += [of_thing(thing) for thing in found]
        if len(counts) > 1 or (counts and self.kind in ("page", "article", "window", "list")):
            text = p("structure", counts=p.listed(counts))
            fewer = [p("structure_some", counts=p.listed(counts[:n])) for n in range(len(counts) - 1, 1, -1)]
            backed = claim(text, evidence, "structure", f"structure:{normal(text)}")
            yield Draft(backed, shorter=first_fit(fewer))

    def _rest(self) -> Iterator[Draft]:
        """Everything else there is to use, by kind, with its state."""
        p = self.p
        by_role: dict[str, list[Thing]] = {}
        for thing in self.view.content:
            if thing.role in INTERACTIVE and thing.name and thing.id not in self.named:
                by_role.setdefault(thing.role, []).append(thing)
        for role, things in by_role.items():
            names = described(things, p)
            title = p.role(role, len(things)).capitalize()
            yield self.draft(p("controls", role=title, names=names), [of_thing(thing) for thing in things], "rest")
        if self.kind not in ("editor", "terminal", "code"):  # their text was said
            loose = self.view.loose
            yield from self.pieces(in_cells(loose, self.view))
            if self.view.paper is not None:
                yield from self.pieces(self.view.around)
        for key, value in self.view.scene.facts:
            if key != "colour":
                yield self.draft(p("fact", key=key, value=value), [of_picture(self.view.scene)], "rest")

    def _without_words(self) -> Iterator[Draft]:
        """A picture, or a window that tells nothing: its title, its colour, and an honest end."""
        scene, p = self.view.scene, self.p
        if scene.window is not None:
            yield from self._identification()
            yield Draft(claim(p("nothing_inside"), [of_picture(scene)], "note"), final=True)
            return
        seen = list(sightings(self))
        yield from seen
        colour = dict(scene.facts).get("colour") or (main_colour(self.pixels) if self.pixels is not None else "")
        if colour:
            gaps = {"colour": p.colours.get(colour, colour), "width": scene.width, "height": scene.height}
            named = p("picture_named", name=scene.name, **gaps) if scene.name else p("picture", **gaps)
            short = first_fit([p("mostly", colour=gaps["colour"])])
            yield Draft(claim(named, [of_picture(scene)], "main", "colour"), final=True, shorter=short)
        yield from photograph(self)
        if not seen:
            yield Draft(claim(p("cannot_tell_picture"), [of_picture(scene)], "note"), final=True)

    # -- wording -------------------------------------------------------------------------------------------------------

    def draft(
        self,
        text: str,
        evidence: Sequence[Evidence],
        topic: str,
        words: str = "",
        *,
        final: bool = False,
        running: bool = False,
        shorter: Callable[[int], str | None] | None = None,
    ) -> Draft:
        """`words`: what of the text was seen (by default all), so that it is not said again."""
        self.said.add(normal(words or text))
        self.told += f" {normal(words or text)}"
        made: Claim = claim(text, evidence, topic, f"{topic}:{normal(words or text)}")
        return Draft(made, final, running, shorter)

    def already(self, words: str) -> bool:
        """Whether these words were part of something said."""
        key = normal(words)
        return key in self.said or (len(key) > WHOLE and key in self.told)


def of_thing_or(view: View) -> Evidence:
    """The root if the tree told of it, else the window manager's word, else the picture."""
    return of_thing(view.root) if view.root is not None else of_window(view.scene)
