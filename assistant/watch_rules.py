"""What a watch waits for, and which of the changes it sees are worth a word. Pure rules, no threads and no clocks."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from assistant.types import Box, Evidence, Scene, Thing

STEP = 10
"""Percent: a progress bar is told of once in each such step, and at its end."""
COUNTER_S = 15.0
"""A line of which only the digits change (a clock, "12 MB of 80 MB") is told of no oftener."""

Kind = Literal["none", "change", "done", "words", "gone"]
PERCENT = re.compile(r"(?<![\d.,])(\d{1,3})(?:[.,]\d+)?\s*[%％]")
NUMBER = re.compile(r"\d[\d.,:]*")

UNTIL: dict[str, tuple[tuple[Kind, re.Pattern[str]], ...]] = {
    "en": (
        ("change", re.compile(r"(?:it|this|that|something|anything|(?:the|this) (?:window|screen|page))"
                              r"(?: has)? (?:changes|changed|moves|happens)", re.I)),
        ("done", re.compile(r"(?:(?:it|this|that|everything)|(?:the|this|that|my) (?:\w+ )?"
                            r"(?:download|upload|install\w*|update|copy\w*|build|progress(?: bar)?|job|backup|"
                            r"transfer|scan|export|import|render\w*|conversion))(?:'s| is| has)? "
                            r"(?:ends|ended|over|finish(?:es|ed)|done|completes?d?|ready)", re.I)),
        ("gone", re.compile(r"(.+?) (?:disappears|is gone|goes away|vanishes|is no longer there)", re.I)),
        ("words", re.compile(r"(.+?) (?:appears|shows up|comes up|is there|is shown|turns up)", re.I)),
    ),
    "zh": (
        ("change", re.compile(r"(?:它|这里|有|窗口|屏幕|画面|内容)?(?:发生)?(?:变化|改变|变了|有变化)")),
        ("done", re.compile(r"(?:它|下载|上传|安装|更新|复制|拷贝|进度条?|任务|备份|编译|扫描|导出|导入|全部)"
                            r"(?:已经)?(?:结束|完成|做完|好)了?")),
        ("gone", re.compile(r"(.+?)(?:消失|不见)了?")),
        ("words", re.compile(r"(?:出现|显示)(.+)")),
        ("words", re.compile(r"(.+?)(?:出现|显示出来|显示)了?")),
    ),
    "de": (
        ("change", re.compile(r"(?:es|das|etwas|sich (?:etwas|was)|das fenster)(?: sich)?(?: etwas)?"
                              r" (?:ändert|verändert|geändert hat|verändert hat|passiert)", re.I)),
        ("done", re.compile(r"(?:es|das|alles|(?:der|die|das) (?:download|upload|installation|update|kopieren|"
                            r"fortschritt|sicherung|übertragung|export|import|scan|build|herunterladen))"
                            r" (?:endet|fertig ist|zu ende ist|beendet ist|abgeschlossen ist|vorbei ist)", re.I)),
        ("gone", re.compile(r"(.+?) (?:verschwindet|weg ist|verschwunden ist)", re.I)),
        ("words", re.compile(r"(.+?) (?:erscheint|auftaucht|da ist|dasteht|zu sehen ist)", re.I)),
    ),
}  # fmt: skip
ENDED = {
    "en": re.compile(r"\b(?:complete|completed|finished|done|succeeded|successful(?:ly)?|failed|cancell?ed)\b", re.I),
    "zh": re.compile(r"完成|结束|成功|失败|已取消"),
    "de": re.compile(r"\b(?:fertig|abgeschlossen|beendet|erfolgreich|fehlgeschlagen|abgebrochen)\b", re.I),
}
"""Words of a line that was not there before, by which something that ran has ended."""
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
    return _done(first, now, ENDED.get(language, ENDED["en"]), covered) if until.kind == "done" else None


def under_way(scene: Scene) -> bool:
    """Whether anything in it tells how far something is."""
    return bool(_bars(scene)) or any(PERCENT.search(text) for text, _ in _lines(scene))


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
    known = {_plain(text) for text, _ in _lines(first)}
    for text, evidence in _lines(now):
        share = PERCENT.search(text)
        if (share and int(share[1]) == 100) or (ended.search(text) and _plain(text) not in known):
            return Held(text, (evidence,))
    return None


def _line_with(words: str, scene: Scene) -> Held | None:
    wanted = _plain(words)
    for text, evidence in _lines(scene):
        line = _plain(text)
        # Of Chinese any part of a line, of others whole words: "ready" is not in "already".
        if wanted and (f" {wanted} " in f" {line} " or (not wanted.isascii() and wanted in line)):
            return Held(text, (evidence,))
    return None


def _lines(scene: Scene) -> Iterator[tuple[str, Evidence]]:
    for block in scene.blocks:
        yield block.text, Evidence(block.source, block.box, block.confidence, block.text)
    for thing in scene.things:
        if thing.role != "password" and "offscreen" not in thing.states:
            for text in filter(None, (thing.name, thing.value)):
                yield text, Evidence("tree", thing.box, None, text)


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
