"""Two pictures compared by what backs it: the text that was read in them, the things that were recognised, their sizes,
and numbers that an answer about each has quoted. Nothing is guessed: what can't be backed can't be told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.languages import primary_tag

if TYPE_CHECKING:
    from assistant.types import Box, Scene, TextBlock

ALIKE = 90
"""Percent of likeness from which two lines are the same line, read twice; with other digits they never are."""
TOLD = 4
"""Lines that are told of each picture; more are counted."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a picture that backs a sentence. `picture` counts from 1, `box` is in pixels of that picture."""

    picture: int
    box: Box


@dataclass(frozen=True, slots=True)
class Compared:
    """One sentence and what backs it."""

    text: str
    spots: tuple[Spot, ...] = ()
    answerable: bool = True


@dataclass(frozen=True, slots=True)
class Wish:
    """What a question wants compared. `what`: the thing whose numbers are, empty for the pictures themselves."""

    kind: Literal["differences", "largest", "smallest"]
    what: str = ""


@dataclass(frozen=True, slots=True)
class Words:
    differences: re.Pattern[str]
    largest: re.Pattern[str]
    """Group "more" or "less", and "what"."""
    number_of: re.Pattern[str]
    """Which picture a question names: group "digits" or "word"."""
    numbers: Mapping[str, int]
    what_is: str
    price: tuple[re.Pattern[str], str]
    """A question about money that names no thing, and the thing it means."""
    the_picture: str
    sentences: Mapping[str, str]
    places: tuple[str, ...]
    """Nine, row by row."""


EN = Words(
    re.compile(r"\b(differen(?:t|ce|ces)|differs?|compare|changed|in common|same)\b", re.I),
    re.compile(
        r"^which (?:(?:one|picture|image|photo|of (?:them|these|the (?:two )?\w+))\b)?\s*"
        r"(?:has|shows|is|costs?|with)?\s*"
        r"(?:the )?(?:(?P<more>larg(?:er|est)|bigg(?:er|est)|high(?:er|est)|more|most|great(?:er|est)|long(?:er|est))"
        r"|(?P<less>small(?:er|est)|low(?:er|est)|less|least|cheap(?:er|est)|short(?:er|est)))\b\s*(?P<what>.*?)\s*\??$",
        re.I,
    ),
    re.compile(
        r"\s*\b(?:in |on |of |from )?(?:the )?(?:(?:picture|image|photo)s? (?:number )?(?P<digits>\d+)"
        r"|(?P<word>first|second|third|fourth|last) (?:picture|image|photo))\b",
        re.I,
    ),
    {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": -1},
    "What is the {what}?",
    (re.compile(r"\bcosts?\b|cheap", re.I), "total"),
    "the picture",
    {
        "same_pixels": "Pictures {a} and {b} are the same, pixel by pixel.",
        "no_difference": "In what I can read and recognise, pictures {a} and {b} are the same.",
        "only_text": "Only picture {a} has: {lines}.",
        "more": " And {n} more lines.",
        "counts": "{thing}: {m} in picture {a}, {n} in picture {b}.",
        "size": "Picture {a} has {wa} by {ha} pixels, picture {b} {wb} by {hb}.",
        "unread": "Not all text could be read, so there may be more.",
        "wins": "Picture {a}: {ta}. Picture {b}: {tb}.",
        "equal": "They are equal: {ta}.",
        "untold": "I can't tell: I found no number for that in picture {a}.",
        "units": "I can't tell: {ta} and {tb} are not of the same kind.",
        "two": "There are not two pictures to compare.",
        "place": "In picture {n}, {place}.",
    },
    ("at the top left", "at the top", "at the top right", "on the left", "in the middle", "on the right",
     "at the bottom left", "at the bottom", "at the bottom right"),
)  # fmt: skip
DE = Words(
    re.compile(r"\b(unterschied\w*|unterscheid\w*|anders|vergleich\w*|gemeinsam|gleich|geändert)\b", re.I),
    re.compile(
        r"^welche[sr]? (?:(?:bild|foto|davon|von beiden)\b)?\s*(?:hat|zeigt|ist|kostet)?\s*(?:den|die|das)?\s*"
        r"(?:(?P<more>größ\w+|höh\w+|höchst\w+|mehr|meist\w+|läng\w+|teur\w+)"
        r"|(?P<less>klein\w+|niedrig\w+|wenig\w+|kürz\w+|billig\w+))\b\s*(?P<what>.*?)\s*\??$",
        re.I,
    ),
    re.compile(
        r"\s*\b(?:auf |in |im |von )?(?:dem )?(?:(?:bild|foto) (?:nummer )?(?P<digits>\d+)"
        r"|(?P<word>ersten?|zweiten?|dritten?|vierten?|letzten?) (?:bild|foto))\b",
        re.I,
    ),
    {"erste": 1, "ersten": 1, "zweite": 2, "zweiten": 2, "dritte": 3, "dritten": 3, "vierte": 4, "vierten": 4,
     "letzte": -1, "letzten": -1},
    "Was ist der {what}?",
    (re.compile(r"kostet|teu(?:r|er)|billig", re.I), "Gesamtbetrag"),
    "das Bild",
    {
        "same_pixels": "Die Bilder {a} und {b} sind gleich, Pixel für Pixel.",
        "no_difference": "In dem, was ich lesen und erkennen kann, sind die Bilder {a} und {b} gleich.",
        "only_text": "Nur in Bild {a} steht: {lines}.",
        "more": " Und {n} weitere Zeilen.",
        "counts": "{thing}: {m} in Bild {a}, {n} in Bild {b}.",
        "size": "Bild {a} hat {wa} mal {ha} Pixel, Bild {b} {wb} mal {hb}.",
        "unread": "Nicht aller Text war lesbar, es kann also mehr sein.",
        "wins": "Bild {a}: {ta}. Bild {b}: {tb}.",
        "equal": "Sie sind gleich: {ta}.",
        "untold": "Das kann ich nicht sagen: In Bild {a} habe ich keine Zahl dafür gefunden.",
        "units": "Das kann ich nicht sagen: {ta} und {tb} sind nicht von gleicher Art.",
        "two": "Es gibt keine zwei Bilder zum Vergleichen.",
        "place": "In Bild {n}, {place}.",
    },
    ("oben links", "oben", "oben rechts", "links", "in der Mitte", "rechts", "unten links", "unten", "unten rechts"),
)  # fmt: skip
ZH = Words(
    re.compile(r"不同|区别|差别|差异|比较|对比|变化|一样|相同"),
    re.compile(r"^哪(?:一)?(?:个|张)(?:图片|图像|照片|图)?的?(?P<what>.*?)(?:更|比较|最)?(?:(?P<more>大|高|多|长|贵)|(?P<less>小|低|少|短|便宜))[？?]?$"),
    re.compile(r"(?:在)?(?:第(?:(?P<digits>\d+)|(?P<word>[一二三四两]))张(?:图片|图像|照片|图)?|图(?:片|像)?\s*(?P<digits2>\d+))(?:里|中|上)?的?"),
    {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4},
    "{what}是多少？",
    (re.compile(r"贵|便宜"), "总额"),
    "图片",
    {
        "same_pixels": "第 {a} 张和第 {b} 张图像完全相同。",
        "no_difference": "在我能读到和认出的内容里，第 {a} 张和第 {b} 张相同。",
        "only_text": "只有第 {a} 张有：{lines}。",
        "more": "还有 {n} 行。",
        "counts": "{thing}：第 {a} 张有 {m} 个，第 {b} 张有 {n} 个。",
        "size": "第 {a} 张是 {wa}×{ha} 像素，第 {b} 张是 {wb}×{hb} 像素。",
        "unread": "有些文字没能读出，所以可能还有别的。",
        "wins": "第 {a} 张：{ta}。第 {b} 张：{tb}。",
        "equal": "两者相等：{ta}。",
        "untold": "我无法判断：在第 {a} 张里没有找到这个数。",
        "units": "我无法判断：{ta} 和 {tb} 不是同一类。",
        "two": "没有两张图像可以比较。",
        "place": "在第 {n} 张图像的{place}。",
    },
    ("左上角", "上方", "右上角", "左边", "中间", "右边", "左下角", "下方", "右下角"),
)  # fmt: skip
LANGUAGES: Mapping[str, Words] = {"en": EN, "de": DE, "zh": ZH}
PICTURES = re.compile(r"^(?:picture|image|photo|file|bild|foto|图片|图像|照片|图)?s?$", re.I)


def words_of(language: str) -> Words:
    return LANGUAGES.get(primary_tag(language) or "en", EN)


def wish_in(question: str, language: str) -> Wish | None:
    """What `question` wants compared; None for any other question."""
    words, text = words_of(language), question.strip()
    if found := words.largest.match(text):
        what = "" if PICTURES.match(found["what"].strip()) else found["what"].strip()
        if not what and words.price[0].search(text):
            what = words.price[1]
        return Wish("largest" if found["more"] else "smallest", what)
    return Wish("differences") if words.differences.search(text) else None


def picture_named(question: str, language: str, count: int) -> tuple[int | None, str]:
    """The number of the picture that a question names, and the question without it. A number that is too high counts as
    named: whoever asks is told that there is none."""
    words = words_of(language)
    found = words.number_of.search(question)
    if found is None:
        return None, question
    groups = found.groupdict()
    digits = groups.get("digits") or groups.get("digits2")
    number = int(digits) if digits else words.numbers[str(groups["word"]).lower()]
    rest = (question[: found.start()] + question[found.end() :]).strip(" ,")
    if (
        not re.match(r"\s*(?:in|on|of|from|auf|im|von|在)\b", found[0], re.I) or len(rest.split()) < 3
    ):  # it is the subject
        rest = f"{question[: found.start()]} {words.the_picture}{question[found.end() :]}".strip()
    return (count if number == -1 else number), (rest if words is not ZH else question)


def place_of(box: Box, width: int, height: int, language: str) -> str:
    """Where it is in the picture: one of nine places."""
    column = min(2, max(0, int(3 * (box.x + box.w / 2) / max(1, width))))
    row = min(2, max(0, int(3 * (box.y + box.h / 2) / max(1, height))))
    return words_of(language).places[3 * row + column]


# -- differences ----------------------------------------------------------------------------------------------------


def differences(one: Scene, other: Scene, a: int, b: int, language: str) -> list[Compared]:
    """What is only in one of two pictures (their numbers: `a`, `b`), a sentence each; the last says what could not be
    read. Never empty."""
    say = words_of(language).sentences
    told: list[Compared] = []
    for mine, others, number in ((one, other, a), (other, one, b)):
        only = only_in(mine.blocks, others.blocks)
        if only:
            lines = "; ".join(block.text.strip().rstrip(".。;") for block in only[:TOLD])
            more = say["more"].format(n=len(only) - TOLD) if len(only) > TOLD else ""
            spots = tuple(Spot(number, block.box) for block in only[:TOLD])
            told.append(Compared(say["only_text"].format(a=number, lines=lines) + more, spots))
    told += _counted(one, other, a, b, say)
    if (one.width, one.height) != (other.width, other.height):
        told.append(size_of(one, other, a, b, language))
    if not told:
        told.append(Compared(say["no_difference"].format(a=a, b=b)))
    if one.unread or other.unread:
        told.append(Compared(say["unread"]))
    return told


def size_of(one: Scene, other: Scene, a: int, b: int, language: str) -> Compared:
    text = words_of(language).sentences["size"]
    return Compared(text.format(a=a, b=b, wa=one.width, ha=one.height, wb=other.width, hb=other.height))


def only_in(mine: Iterable[TextBlock], others: Iterable[TextBlock]) -> list[TextBlock]:
    """Blocks without one like it among the others."""
    from rapidfuzz import fuzz

    known = [_plain(block.text) for block in others]
    exact = set(known)

    def new(block: TextBlock) -> bool:
        text = _plain(block.text)
        if not text or text in exact:
            return False
        digits = re.findall(r"\d+", text)
        return not any(re.findall(r"\d+", one) == digits and fuzz.ratio(text, one) >= ALIKE for one in known)

    return [block for block in mine if new(block)]


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _counted(one: Scene, other: Scene, a: int, b: int, say: Mapping[str, str]) -> list[Compared]:
    """Things that a detector has recognised, where there are more of them in one."""
    mine, others = ([t for t in scene.things if t.source == "object" and t.name] for scene in (one, other))
    counts, counted = Counter(t.name for t in mine), Counter(t.name for t in others)
    told = []
    for name in sorted(counts | counted):
        if counts[name] == counted[name]:
            continue
        spots = tuple(
            Spot(number, thing.box)
            for number, things in ((a, mine), (b, others))
            for thing in things
            if thing.name == name and thing.box is not None
        )
        text = say["counts"].format(thing=name.capitalize(), a=a, b=b, m=counts[name], n=counted[name])
        told.append(Compared(text, spots))
    return told


# -- numbers --------------------------------------------------------------------------------------------------------

NUMBER = re.compile(
    r"(?P<before>[$€£¥])?\s?(?P<sign>[-−])?(?P<number>\d[\d.,'\u00a0\u202f]*)\s?(?P<after>[$€£¥元%]|[A-Za-z]{1,4}\b)?"
)


@dataclass(frozen=True, slots=True)
class Quoted:
    """A number that an answer has quoted from one picture."""

    picture: int
    value: float
    unit: str
    shown: str
    spots: tuple[Spot, ...] = ()


def number_in(text: str) -> tuple[float, str, str] | None:
    """Value, unit and how it stands there; None where there is not just one number."""
    found = list(NUMBER.finditer(text))
    values = {(one["number"].rstrip(".,"), one["before"] or one["after"] or "") for one in found}
    if len(values) != 1:
        return None
    one = found[0]
    value = _value(one["number"].rstrip(".,'"))
    if value is None:
        return None
    unit = (one["before"] or one["after"] or "").casefold()
    return (-value if one["sign"] else value), unit, one[0].strip().rstrip(".,")


def _value(text: str) -> float | None:
    """The last sign before one or two digits begins the decimals; before three it parts thousands."""
    text = re.sub(r"['\u00a0\u202f]", "", text)
    found = re.fullmatch(r"(\d{1,3}(?:[.,]\d{3})+|\d+)(?:[.,](\d{1,2}|\d{4,}))?", text)
    if found is None:
        return None
    return float(re.sub(r"[.,]", "", found[1]) + ("." + found[2] if found[2] else ""))


def larger(one: Quoted, other: Quoted, kind: str, language: str) -> Compared:
    """Which number is the larger (or `kind` "smallest": the smaller); that one is told first."""
    say, spots = words_of(language).sentences, (*one.spots, *other.spots)
    if one.unit != other.unit:
        return Compared(say["units"].format(ta=one.shown, tb=other.shown), spots, answerable=False)
    if one.value == other.value:
        return Compared(say["equal"].format(ta=one.shown), spots)
    first, second = sorted((one, other), key=lambda each: each.value, reverse=kind == "largest")
    text = say["wins"].format(a=first.picture, ta=first.shown, b=second.picture, tb=second.shown)
    return Compared(text, spots)


def joined(told: Sequence[Compared], language: str) -> Compared:
    """As one answer."""
    space = "" if primary_tag(language) == "zh" else " "
    return Compared(
        space.join(one.text for one in told),
        tuple(spot for one in told for spot in one.spots),
        all(one.answerable for one in told),
    )
