"""What a watch waits for, and which of the changes it sees are worth a word. Pure rules, no threads and no clocks."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from assistant.types import Box, Evidence, Scene, Thing
from assistant.watch_queue import lines_of, people_ahead, queue_place, turn_line
from assistant.watch_words import ENDED, UNTIL, WRONG, Kind

STEP = 10
"""Percent: a progress bar is told of once in each such step, and at its end."""
COUNTER_S = 15.0
"""A line of which only the digits change (a clock, "12 MB of 80 MB") is told of no oftener."""

PERCENT = re.compile(r"(?<![\d.,])(\d{1,3})(?:[.,]\d+)?\s*[%％]")
NUMBER = re.compile(r"\d[\d.,:]*")

LEAD_IN = re.compile(
    r"(?:the )?(?:words?|text|message|line|button)\s+(?=\S)|(?:文字|字样|文本)|(?:das |der )?(?:wort|text)\s+(?=\S)",
    re.I,
)
QUOTES = "\"'“”‘’「」『』《》"


@dataclass(frozen=True, slots=True)
class Until:
    """What ends a watch besides its time: a change, the end of what is under way, words that come or go."""

    kind: Kind = "none"
    words: str = ""
    said: str = ""
    """The condition as the person put it."""


@dataclass(frozen=True, slots=True)
class Held:
    """The condition holds, and by what it does."""

    text: str
    evidence: tuple[Evidence, ...]
    said: str = ""
    """The sentence for it, where it is not the usual one of its kind."""


def parse_until(text: str, language: str) -> Until:
    """ "the download ends", "Ready appears", "it changes"; anything else, and what is in quotes, are words."""
    said = " ".join(text.split()).strip(" .!?。！？")
    if not said:
        return Until()
    if len(said) > 2 and said[0] in QUOTES and said[-1] in QUOTES:
        return Until("words", said.strip(QUOTES), said)
    for kind, pattern in UNTIL.get(language, UNTIL["en"]):
        if found := pattern.fullmatch(said):
            words = LEAD_IN.sub("", found[1], count=1).strip(QUOTES + " ") if pattern.groups else ""
            return Until(kind, words, said) if words or not pattern.groups else Until("words", said, said)
    return Until("words", LEAD_IN.sub("", said, count=1).strip(QUOTES + " ") or said, said)


def held(until: Until, first: Scene, now: Scene, language: str, covered: tuple[Box, ...] = ()) -> Held | None:
    """Whether the condition holds `now`; `first` is what was there when the watch began. What lies under `covered` is
    not gone."""
    if until.kind == "words":
        return _line_with(until.words, now)
    if until.kind == "gone":
        was = _line_with(until.words, first)
        if was is None or now.troubles or _line_with(until.words, now) or _under(was.evidence[0].box, covered):
            return None
        return Held("", was.evidence)
    if until.kind == "turn":
        return _turn(first, now, covered)
    if until.kind in ("dialog", "error"):
        return _opened(first, now) or (_gone_wrong(first, now) if until.kind == "error" else None)
    return _done(first, now, ENDED.get(language, ENDED["en"]), covered) if until.kind == "done" else None


def _turn(first: Scene, now: Scene, covered: tuple[Box, ...]) -> Held | None:
    """A line says so, or nobody is ahead any more, or the place in the queue is no longer told of."""
    if (line := turn_line(now)) is not None:
        return Held(line[0], (line[1],))
    place, before = queue_place(now), queue_place(first)
    if place is not None and place.ahead == 0:
        return Held(place.line, (place.evidence,), "watch_turn_first")
    if place is None and before is not None and not now.troubles and not _under(before.evidence.box, covered):
        return Held(before.line, (before.evidence,), "watch_turn_gone")
    return None


def _opened(first: Scene, now: Scene) -> Held | None:
    """A dialog or an alert within the window itself: of a web page, say."""
    known = {(thing.role, thing.name) for thing in first.things if thing.role in ("dialog", "alert")}
    for thing in now.things:
        if (
            thing.role in ("dialog", "alert")
            and (thing.role, thing.name) not in known
            and "offscreen" not in thing.states
        ):
            words = thing.name or thing.description or thing.value
            return Held(words, (Evidence("tree", thing.box, None, words),))
    return None


def _gone_wrong(first: Scene, now: Scene) -> Held | None:
    known = {_plain(text) for text, _ in lines_of(first)}
    for text, evidence in lines_of(now):
        if WRONG.search(text) and _plain(text) not in known:
            return Held(text, (evidence,))
    return None


def under_way(scene: Scene) -> bool:
    """Whether anything in it tells how far something is."""
    return bool(_bars(scene)) or any(PERCENT.search(text) for text, _ in lines_of(scene))


def _under(box: Box | None, covered: tuple[Box, ...]) -> bool:
    return box is not None and any(box.overlap(cover) for cover in covered)


def _done(first: Scene, now: Scene, ended: re.Pattern[str], covered: tuple[Box, ...]) -> Held | None:
    bars, before = _bars(now), _bars(first)
    if not now.troubles:
        for name, thing in before.items():
            if name not in bars and now.things and not _under(thing.box, covered):
                return Held("", (Evidence("tree", thing.box, None, thing.name or thing.value),))
    full = [thing for name, thing in bars.items() if _share(thing.value) == 100 and name in before]
    if full and len(full) == len(bars):
        return Held("100%", tuple(Evidence("tree", thing.box, None, thing.name or "100%") for thing in full))
    known = {_plain(text) for text, _ in lines_of(first)}
    for text, evidence in lines_of(now):
        share = PERCENT.search(text)
        if (share and int(share[1]) == 100) or (ended.search(text) and _plain(text) not in known):
            return Held(text, (evidence,))
    return None


def _line_with(words: str, scene: Scene) -> Held | None:
    wanted = _plain(words)
    for text, evidence in lines_of(scene):
        line = _plain(text)
        # Of Chinese any part of a line, of others whole words: "ready" is not in "already".
        if wanted and (f" {wanted} " in f" {line} " or (not wanted.isascii() and wanted in line)):
            return Held(text, (evidence,))
    return None


def _plain(text: str) -> str:
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())


def _bars(scene: Scene) -> dict[str, Thing]:
    """Progress bars by name and number, of those alike."""
    found: dict[str, Thing] = {}
    count: Counter[str] = Counter()
    for thing in scene.things:
        if thing.role == "progressbar" and "offscreen" not in thing.states:
            name = NUMBER.sub("#", thing.name)
            found[f"{name}/{count[name]}"] = thing
            count[name] += 1
    return found


def _share(value: str) -> int | None:
    found = PERCENT.search(value)
    return min(100, int(found[1])) if found else None


class Calm:
    """Holds back changes that come too often: numbers that run keep what was last told of them for a while.

    `calmed` gives a scene to be compared with the last one it gave. Texts of it are ones that were really seen, if not
    all at the moment of that scene.
    """

    def __init__(self) -> None:
        self._told: dict[tuple[str, int], tuple[str, float]] = {}

    def calmed(self, scene: Scene, at: float) -> Scene:
        """`at`: when it was seen, in seconds."""
        count: Counter[str] = Counter()

        def held_back(text: str, kind: str = "") -> str:
            if not NUMBER.search(text):
                return text
            pattern = kind + NUMBER.sub("#", text)
            key = pattern, count[pattern]
            count[pattern] += 1
            before = self._told.get(key)
            if before is not None and not _worth_telling(before, text, at):
                return before[0]
            self._told[key] = text, at
            return text

        blocks = tuple(replace(block, text=held_back(block.text)) for block in scene.blocks)
        things = tuple(
            replace(thing, name=held_back(thing.name, thing.role), value=held_back(thing.value, f"={thing.name}"))
            if thing.role == "progressbar"
            else thing
            for thing in scene.things
        )
        return replace(scene, blocks=blocks, things=things)


def _worth_telling(before: tuple[str, float], text: str, at: float) -> bool:
    if people_ahead(text) is not None and people_ahead(before[0]) is not None:
        return True  # somebody waits for each step
    old, new = _share(before[0]), _share(text)
    if old is not None and new is not None:
        return old // STEP != new // STEP
    return at - before[1] >= COUNTER_S


def touched(areas: list[Box], around: tuple[Box, ...], width: int, height: int, margin: int = 16) -> list[Box]:
    """Boxes that cover `areas` with a margin and, of the boxes `around`, each one that they touch: no line is cut."""
    boxes = [Box(a.x - margin, a.y - margin, a.w + 2 * margin, a.h + 2 * margin) for a in areas]
    left, merged = list(around), True
    while merged:
        merged = False
        for number, box in enumerate(boxes):
            for other in [one for one in left if one.overlap(box)]:
                boxes[number], merged = boxes[number].union(other), True
                left.remove(other)
        for one in range(len(boxes) - 1, 0, -1):
            place = next((other for other in range(one) if boxes[other].overlap(boxes[one])), None)
            if place is not None:
                boxes[place], merged = boxes[place].union(boxes.pop(one)), True
    return [clipped for box in boxes if (clipped := box.clipped(width, height)) is not None]
