"""Two scenes of one window -> claims of what has changed between them: never more than has.

The accessibility tree tells of controls, their states and values; both it and OCR of text (`text_changes`). Where the
tree is missing in either scene, controls are not compared at all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from assistant.types import Box, Claim, Evidence, Scene, Thing
from models.grounded.budget import WORDS, shortened
from models.grounded.claims import claim, normal, of_thing, of_window
from models.grounded.phrases import Phrases, phrases
from models.grounded.problems import clean_title, unsaved_name
from models.grounded.text_changes import FEW, Line, TextChanges, text_changes
from models.grounded.view import FIELDS, INTERACTIVE, View, is_editor
from models.grounded.wording import describe_thing, word_count

if TYPE_CHECKING:
    from assistant.types import Verbosity

TOLD = INTERACTIVE | {"dialog", "alert", "progressbar"}
"""Roles of things that are worth a word when they come or go."""
VALUED = {*FIELDS, "slider", "progressbar"} - {"password"}
MOVING = frozenset(("progressbar", "slider"))
"""What the tree tells of these may be ahead of what is painted; told later, it would be no change any more."""
ROWS = frozenset(("cell", "row"))
"""Only told of when they are selected: their words are text."""
RENAMED = frozenset(("button", "menuitem", "menu", "tab", "checkbox", "radio", "switch"))
"""What gets another name in its place; in the place of a row there is another row when it was scrolled."""
STATES = ("invalid", "disabled", "pressed", "expanded", "selected", "busy", "required")
ONLY_GAINED = frozenset(("selected", "busy"))
"""States of which only the beginning is said: one row is selected because another one no longer is."""
TOGETHER = 3
"""Lines said in one claim."""


def changes(
    before: Scene, after: Scene, same: Callable[[Box], bool], verbosity: Verbosity, language: str
) -> list[Claim]:
    """The port: `assistant.ports.Comparer`."""
    comparison = Comparison(before, after, same, phrases(language))
    return _capped(list(comparison.claims()), verbosity, phrases(language))


def _capped(claims: list[Claim], verbosity: Verbosity, p: Phrases) -> list[Claim]:
    """The first of them in the words of the verbosity, with how many more changes there are."""
    limit = WORDS[verbosity]
    if sum(word_count(one.text) for one in claims) <= limit:
        return claims
    told: list[Claim] = []
    left = limit - word_count(p("more_changes", count=len(claims)))
    for place, one in enumerate(claims):
        cut = shortened(one.text, left, p) if place == 0 or word_count(one.text) <= left else None
        if cut is None:
            rest = claims[place:]
            evidence = [item for other in rest for item in other.evidence]
            return [*told, claim(p("more_changes", count=len(rest)), evidence, "rest")]
        told.append(replace(one, text=cut))
        left -= word_count(cut)
    return told


class Comparison:
    """Of one window at two moments."""

    def __init__(self, before: Scene, after: Scene, same: Callable[[Box], bool], p: Phrases) -> None:
        self.before, self.after, self.p = View(before), View(after), p
        self._same = same
        self.controls = all(view.has_controls and not view.scene.troubles for view in (self.before, self.after))
        """Whether the trees of both scenes can be compared."""
        names, names_before = (self._names(view) if self.controls else [] for view in (self.after, self.before))
        self.text: TextChanges = text_changes(before, after, same, names, names_before)
        self.old, self.new = _grouped(self.before), _grouped(self.after)
        came = [thing for key in self.new for thing in self._more(self.new[key], self.old.get(key, []))]
        went = [thing for key in self.old for thing in self._more(self.old[key], self.new.get(key, []))]
        self.came, self.went, self.renamed = _renamed(came, went) if self.controls else ([], [], [])
        self.scrolled = self.text.scrolled or (len(came) >= FEW and len(went) >= FEW)

    def claims(self) -> Iterator[Claim]:
        """The most important first."""
        new = list(self._text("now_in_view" if self.scrolled else "new", self.text.new, "main"))
        yield from (one for one in new if one.topic == "problem")
        yield from self._title()
        yield from self._things()
        if self.text.all_other:
            evidence = [line.evidence for line in self.text.new]
            yield claim(self.p("all_other"), evidence, "main", "all_other")
        for was, now in self.text.changed:
            yield claim(self.p("now", text=self.p.ended(now.text)), [now.evidence, was.evidence], "main")
        yield from (one for one in new if one.topic != "problem")
        if not self.scrolled:
            yield from self._text("gone", self.text.gone, "rest")
        elif not self.text.new:
            yield from self._text("out_of_view", self.text.gone, "rest")
            if not (self.text.gone or self.text.changed or self.came or self.went):
                yield claim(self.p("moved"), [of_window(self.after.scene)], "rest")

    def _names(self, view: View) -> list[str]:
        """Words on the screen that the comparison of things tells of."""
        told = [thing for thing in _shown(view) if thing.role in TOLD and not is_editor(thing)]
        return [text for thing in told for text in (thing.name, thing.value if thing.role in VALUED else "") if text]

    # -- title, focus, things -------------------------------------------------------------------------------------

    def _title(self) -> Iterator[Claim]:
        was, now = (view.scene.window for view in (self.before, self.after))
        if was is None or now is None or was.title == now.title:
            return
        evidence = [of_window(self.after.scene)]
        unsaved = unsaved_name(self.after, self.p)
        if unsaved and clean_title(was.title, "", self.p) == clean_title(now.title, "", self.p):
            yield claim(self.p("unsaved", name=unsaved), evidence, "problem")
        elif now.title:
            yield claim(self.p("title_now", title=self.p.ended(now.title)), evidence, "kind")

    def _things(self) -> Iterator[Claim]:
        if not self.controls:
            return
        old, new = self.old, self.new
        yield from self._arrived([thing for thing in self.came if thing.role in ("dialog", "alert")])
        yield from self._focus()
        for was, now in self.renamed:
            text = self.p("became", old=was.name, new=describe_thing(now, self.p))
            yield claim(text, [of_thing(now), of_thing(was)], "main")
        alike = [key for key in new if len(new[key]) == len(old.get(key, ()))]
        pairs = [pair for key in alike for pair in zip(old[key], new[key], strict=True)]
        yield from self._values(pairs)
        yield from self._states(pairs)
        yield from self._arrived([thing for thing in self.came if thing.role not in ("dialog", "alert")])
        if self.went and not self.scrolled:
            names = self.p.listed([describe_thing(thing, self.p, value=False) for thing in self.went])
            yield claim(self.p("gone", text=self.p.ended(names)), [of_thing(thing) for thing in self.went], "rest")

    def _more(self, here: list[Thing], there: list[Thing]) -> list[Thing]:
        """Those of `here` that are not `there`: of several alike, the ones whose places are not."""
        if here[0].role not in TOLD or not normal(here[0].name) or len(here) <= len(there):
            return []
        places = {thing.box for thing in there}
        apart = [thing for thing in here if thing.box not in places and not (thing.box and self._same(thing.box))]
        return apart[: len(here) - len(there)]

    def _arrived(self, things: Sequence[Thing]) -> Iterator[Claim]:
        if not things:
            return
        by_role: dict[str, list[Thing]] = defaultdict(list)
        for thing in things:
            by_role[thing.role].append(thing)
        for group in by_role.values():
            names = self.p.listed([describe_thing(thing, self.p) for thing in group])
            key = "now_in_view" if self.scrolled and group[0].role not in ("dialog", "alert") else "new"
            topic = "problem" if group[0].role == "alert" else "main"
            yield claim(self.p(key, text=self.p.ended(names)), [of_thing(thing) for thing in group], topic)

    def _focus(self) -> Iterator[Claim]:
        was, now = self.before.scene.focus, self.after.scene.focus
        if now is None or now.role in ("window", "dialog", "alert", "group", "document"):
            return
        if was is not None and (was.role, was.name) == (now.role, now.name):
            return
        if was is None and (now.box is None or self._same(now.box)):
            return
        told = describe_thing(now, self.p, value=not is_editor(now))
        yield claim(self.p("focus_now", thing=told), [of_thing(now)], "focus")

    def _values(self, pairs: Sequence[tuple[Thing, Thing]]) -> Iterator[Claim]:
        for was, now in pairs:
            if now.role not in VALUED or is_editor(now) or is_editor(was) or was.value == now.value:
                continue
            if now.role not in MOVING and now.box is not None and self._same(now.box):
                continue
            name = now.name or self.p.role(now.role)
            text = self.p("value_now", name=name, value=now.value) if now.value else self.p("empty_now", name=name)
            yield claim(text, [of_thing(now)], "main")

    def _states(self, pairs: Sequence[tuple[Thing, Thing]]) -> Iterator[Claim]:
        """What is in another state now; several things in the same new state in one sentence."""
        found: dict[str, list[Thing]] = defaultdict(list)
        for was, now in pairs:
            if now.box is not None and self._same(now.box):
                continue
            for state in _new_states(was, now):
                found[state].append(now)
        for state, things in found.items():
            names = self.p.listed([thing.name or thing.value or self.p.role(thing.role) for thing in things])
            key = "is_now" if len(things) == 1 else "are_now"
            topic = "problem" if state == "invalid" else "main"
            text = self.p(key, name=names, state=self.p.state_names[state])
            yield claim(text, [of_thing(thing) for thing in things], topic)

    # -- text -----------------------------------------------------------------------------------------------------

    def _text(self, key: str, lines: Sequence[Line], topic: str) -> Iterator[Claim]:
        """Some lines a claim; one that tells of a problem alone."""
        waiting: list[Line] = []
        for line in lines:
            if key in ("new", "now_in_view") and re.search(self.p.problem, line.text):
                yield self._of_lines(key, [line], "problem")
                continue
            waiting.append(line)
            if len(waiting) == TOGETHER:
                yield self._of_lines(key, waiting, topic)
                waiting = []
        if waiting:
            yield self._of_lines(key, waiting, topic)

    def _of_lines(self, key: str, lines: Sequence[Line], topic: str) -> Claim:
        evidence: list[Evidence] = [line.evidence for line in lines]
        words = self.p.join.join(self.p.ended(line.text) for line in lines)
        return claim(self.p(key, text=words), evidence, topic)


def _shown(view: View) -> list[Thing]:
    return [thing for thing in view.scene.things if "offscreen" not in thing.states and thing.source == "tree"]


def _grouped(view: View) -> dict[tuple[str, str], list[Thing]]:
    """What can be compared, by role and name, in tree order."""
    found: dict[tuple[str, str], list[Thing]] = defaultdict(list)
    for thing in _shown(view):
        if thing.role in TOLD or (thing.role in ROWS and thing.name):
            found[thing.role, normal(thing.name) or thing.name].append(thing)
    return found


def _renamed(come: list[Thing], went: list[Thing]) -> tuple[list[Thing], list[Thing], list[tuple[Thing, Thing]]]:
    """A thing of one kind where another was is that one with another name ("Play", "Pause")."""
    renamed = []
    for now in [thing for thing in come if thing.role in RENAMED]:
        was = next((one for one in went if one.role == now.role and one.box is not None and one.box == now.box), None)
        if was is not None:
            come.remove(now)
            went.remove(was)
            renamed.append((was, now))
    return come, went, renamed


def _new_states(was: Thing, now: Thing) -> list[str]:
    """As keys of `Phrases.state_names`."""
    found = []
    for mark, state in (("mixed", "mixed"), ("checked", "checked"), ("unchecked", "!checked")):
        if mark in now.states and mark not in was.states:
            off_radio = now.role == "radio" and state == "!checked"
            found += [] if off_radio else [state]
    for state in STATES:
        if (state in now.states) != (state in was.states):
            gained = state in now.states
            if gained or state not in ONLY_GAINED:
                found.append(state if gained else f"!{state}")
    return found
