"""What a scene holds against which a sentence can be checked: its texts with places, its things, its pixels."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assistant.types import Box, Scene, TextBlock, Thing
from models.guard import denied
from models.guard.amounts import Signs, signs
from models.guard.sentence import DOTS
from models.objects.tally import Tally, tallies

if TYPE_CHECKING:
    from assistant.types import Pixels

NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
CODE = re.compile(
    r"(?<![\w.@/-])(?=[\w.@/:-]*(?:[a-z][._@][\w]{1,}|[A-Z\d]_[A-Z\d]|[A-Z]+\d+-|\d[A-Za-z]\d|[a-z][A-Z]))[\w.@/:-]*\w",
    re.A,
)
"""What is no word but is written letter by letter: file names, addresses, codes."""
_WORDS = re.compile(r"[^\W\d_]+")
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+|[\u4e00-\u9fff]")
PAGE_OF_TEXT = 12
"""Texts from which a picture counts as a page whose names would be written on it."""
LIKE_BY_OCR = 0.12
"""Share of the letters of a quotation that a recogniser may have misread."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a text was found. `whole`: it is all that stands there."""

    box: Box | None
    thing: Thing | None
    whole: bool
    exact: bool = True
    """As the program gives it; False: as it was read off the pixels, with a letter misread now and then."""


@dataclass(frozen=True, slots=True)
class Row:
    """What belongs together by where it stands. `words`: stems of what it doesn't deny, in its order."""

    text: str
    words: tuple[str, ...]
    forms: frozenset[str]
    numbers: tuple[str, ...]


def folded(text: str) -> str:
    return " ".join(text.translate(DOTS).casefold().split()).strip(" .,!?;:。，！？…")


def stem(word: str) -> str:
    """Enough to see that "settings" and "setting" are one."""
    word = word.casefold().removesuffix("'s").removesuffix("’s")
    for endings in (("ies", "es", "s"), ("ing", "ied", "ed", "d", "y", "i", "e", "n")):
        for ending in endings:
            if word.endswith(ending) and len(word) - len(ending) >= 3:
                word = word[: -len(ending)]
                break
    return word


class Known:
    """One scene, looked at by one sentence after the other. `pixels`: (h, w, 3) uint8 RGB of the scene, if at hand."""

    def __init__(self, scene: Scene, pixels: Pixels | None = None) -> None:
        self.scene = scene
        self.pixels = pixels if pixels is not None and pixels.shape[:2] == (scene.height, scene.width) else None

    @cached_property
    def things(self) -> tuple[Thing, ...]:
        """Those that show."""
        return tuple(thing for thing in self.scene.things if "offscreen" not in thing.states)

    @cached_property
    def has_tree(self) -> bool:
        return sum(thing.source == "tree" for thing in self.things) >= 3

    @cached_property
    def objects(self) -> Mapping[str, Tally]:
        """What a detector saw, by the kinds of COCO. It misses much: what is not among it may be there all the same."""
        return {one.kind: one for one in tallies(self.things)}

    @cached_property
    def texts(self) -> tuple[tuple[str, Hit], ...]:
        """Every text that was really seen, folded; passwords have none."""
        found: list[tuple[str, Hit]] = [
            (folded(block.text), Hit(block.box, None, True, block.source == "tree")) for block in self.scene.blocks
        ]
        for thing in self.scene.things:
            for text in (thing.name, thing.value, thing.description):
                found.append((folded(text), Hit(thing.box, thing, True, thing.source == "tree")))
        if self.scene.window is not None:
            for text in (self.scene.window.title, self.scene.window.app):
                found.append((folded(text), Hit(None, None, True)))
        return tuple((text, hit) for text, hit in found if text)

    @cached_property
    def is_page(self) -> bool:
        return self.has_tree or len(self.scene.blocks) >= PAGE_OF_TEXT

    @cached_property
    def stems(self) -> frozenset[str]:
        """Of every word that was seen, and of the facts about the pixels."""
        everything = " ".join([text for text, _ in self.texts] + [value.casefold() for _, value in self.scene.facts])
        return frozenset(stem(word) for word in _TOKEN.findall(everything))

    @cached_property
    def affirmed(self) -> tuple[str, ...]:
        facts = [value.casefold() for _, value in self.scene.facts]
        return tuple(self._told(text) for text, _ in self.texts) + tuple(facts)

    def _told(self, text: str) -> str:
        """What the text tells as a fact; empty where it denies what stands beside it ("no" of "Encrypted: no")."""
        return " " if text in self._asked else denied.affirmed(text)

    @cached_property
    def _asked(self) -> frozenset[str]:
        """What ends in a question mark, which `folded` leaves out."""
        raw = [block.text for block in self.scene.blocks] + [thing.name for thing in self.scene.things]
        return frozenset(folded(text) for text in raw if text.rstrip().endswith(("?", "？")))

    @cached_property
    def _affirmed_stems(self) -> frozenset[str]:
        return frozenset(stem(word) for text in self.affirmed for word in _TOKEN.findall(text))

    @cached_property
    def _forms(self) -> frozenset[str]:
        return frozenset(word for text in self.affirmed for word in _TOKEN.findall(text))

    def has(self, word: str) -> bool:
        """Whether some text has the word, and doesn't deny it. "Install" is no "installed"."""
        return stem(word) in self._affirmed_stems and (not is_done(word) or word.casefold() in self._forms)

    @cached_property
    def titled(self) -> frozenset[str]:
        """Stems of the window's title and program: all that is in it belongs to them."""
        window = self.scene.window
        words = _TOKEN.findall(f"{window.title} {window.app}") if window else []
        return frozenset(stem(word) for word in words)

    @cached_property
    def numbers(self) -> frozenset[str]:
        return frozenset(number for text, _ in self.texts for number in NUMBER.findall(text))

    def signs_of(self, number: str) -> list[Signs]:
        """What stands at the number, at each place where it was seen."""
        return [
            signs(text, *match.span())
            for text, _ in self.texts
            for match in NUMBER.finditer(text)
            if match[0] == number
        ]

    @cached_property
    def together(self) -> str:
        """All blocks in reading order: a quotation may run from one line to the next."""
        return " ".join(folded(block.text) for block in self.scene.blocks)

    @cached_property
    def read(self) -> str:
        """The same of what a recogniser read."""
        return " ".join(folded(block.text) for block in self.scene.blocks if block.source == "ocr")

    @cached_property
    def rows(self) -> tuple[Row, ...]:
        """What belongs together by where it stands: each text, each row of blocks side by side, each card."""
        blocks = sorted(self.scene.blocks, key=lambda block: (block.box.x, block.box.y))
        rows: list[tuple[str, ...]] = [(text,) for text, _ in self.texts]
        rows += [(folded(thing.name), folded(thing.value)) for thing in self.things if thing.name and thing.value]
        for one in blocks:
            beside = [
                other
                for other in blocks
                if min(one.box.bottom, other.box.bottom) - max(one.box.y, other.box.y)
                > 0.5 * max(1, min(one.box.h, other.box.h))
                and max(one.box.h, other.box.h) < 3 * max(1, min(one.box.h, other.box.h))
            ]
            rows.append(tuple(folded(block.text) for block in beside))
        rows += [tuple(folded(block.text) for block in card) for card in _cards(self.scene.blocks)]
        return tuple(_row(parts, [self._told(part) for part in parts]) for parts in dict.fromkeys(rows))

    # -- texts --------------------------------------------------------------------------------------------------

    def find(self, quote: str) -> list[Hit]:
        """Where the words stand, as a recogniser may have read them: digits exact, a letter in eight may differ, none
        in words of three letters; none at all in what the program itself gives. Empty: nowhere."""
        wanted = folded(quote)
        if not wanted:
            return []
        hits = [
            Hit(_part(text, wanted, hit.box), hit.thing, text == wanted)
            for text, hit in self.texts
            if _in(wanted, text) and not denied.denied_at(text, text.find(wanted))
        ]
        if hits or len(wanted) < 5 or any(_in(wanted, text) for text, _ in self.texts):
            return hits
        close = [
            Hit(hit.box, hit.thing, abs(len(text) - len(wanted)) <= 2)
            for text, hit in self.texts
            if not hit.exact and _like(wanted, text)
        ]
        if close:
            return close
        return [Hit(None, None, False)] if _in(wanted, self.together) or _like(wanted, self.read) else []

    def denies(self, quote: str) -> bool:
        """Whether it stands nowhere but behind a "not"."""
        wanted = folded(quote)
        places = [(text, text.find(wanted)) for text, _ in self.texts if wanted in text]
        return bool(places) and all(denied.denied_at(text, at, firmly=True) for text, at in places)

    def doubtful(self, quote: str) -> bool:
        """Whether it stands behind an "if", or is a text that was read but for a letter."""
        wanted = folded(quote)
        return any(_in(wanted, text) for text, _ in self.texts) or (
            len(wanted) >= 5 and any(not hit.exact and _like(wanted, text, strictly=False) for text, hit in self.texts)
        )

    # -- things -------------------------------------------------------------------------------------------------

    def of_roles(self, roles: Iterable[str]) -> tuple[Thing, ...]:
        wanted = set(roles)
        return tuple(thing for thing in self.things if thing.role in wanted and thing.source != "object")


def _row(parts: Sequence[str], kept: Sequence[str]) -> Row:
    words = _WORDS.findall(" ".join(kept)) if all(kept) else []
    text = " ".join(parts)
    return Row(text, tuple(map(stem, words)), frozenset(words), tuple(NUMBER.findall(text)))


def is_done(word: str) -> bool:
    """A participle: what a button does is not done yet."""
    return word.casefold().endswith(("ed", "ing", "en"))


def _cards(blocks: Sequence[TextBlock]) -> Iterator[list[TextBlock]]:
    """Lines one below the other, in letters of different sizes, that begin at the same place: a name, what it is, and
    its price. Lines of one size are a list, in which each stands alone."""
    column: list[TextBlock] = []
    for block in sorted(blocks, key=lambda block: (round(block.box.x / 8), block.box.y)):
        last = column[-1].box if column else None
        size = max(block.box.h, last.h) if last else 0
        if (
            last is not None
            and abs(last.x - block.box.x) <= 0.4 * size
            and -0.2 * size <= block.box.y - last.bottom <= 1.2 * size
            and min(block.box.h, last.h) < 0.92 * size
        ):
            column.append(block)
            continue
        if len(column) > 1:
            yield column
        column = [block]
    if len(column) > 1:
        yield column


def _in(wanted: str, text: str) -> bool:
    """As whole words; Chinese has no spaces between words."""
    at = text.find(wanted)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(wanted) : at + len(wanted) + 1]
        if not (_joins(before, wanted[0]) or _joins(wanted[-1], after)):
            return True
        at = text.find(wanted, at + 1)
    return _in_squeezed(wanted.replace(" ", ""), text)


def _in_squeezed(wanted: str, text: str) -> bool:
    """Where a recogniser lost or made a space. It begins and ends where words do: "able to" is not in "unable to"."""
    if len(wanted) < 8 or wanted not in text.replace(" ", ""):
        return False
    spaced = " ?".join(re.escape(char) for char in wanted)
    return any(
        not _joins(text[match.start() - 1 : match.start()], wanted[0])
        and not _joins(wanted[-1], text[match.end() : match.end() + 1])
        for match in re.finditer(spaced, text)
    )


def _joins(one: str, other: str) -> bool:
    """Two characters of one word, or one number."""
    wide = any("\u4e00" <= char <= "\u9fff" for char in one + other)
    return bool(one and other) and not wide and one.isalnum() and other.isalnum()


def _like(wanted: str, text: str, *, strictly: bool = True) -> bool:
    """Some run of words of `text` is `wanted` but for misread letters; not `strictly`: it may be another word, too."""
    if len(text) < len(wanted) * 0.8:
        return False
    from rapidfuzz.fuzz import partial_ratio_alignment

    found = partial_ratio_alignment(wanted, text, score_cutoff=100 * (1 - LIKE_BY_OCR))
    if found is None:
        return False
    start, end = found.dest_start, found.dest_end
    while start > 0 and text[start - 1 : start + 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1 : end + 1].isalnum():
        end += 1
    if denied.denied_at(text, start):
        return False
    return _read_alike(wanted, text[start:end], strictly=strictly)


_MISREAD = str.maketrans("0oO1lI|5sS8B", "ooollllsssbb")
_PAIRS = (("rn", "m"), ("vv", "w"), ("cl", "d"), ("ii", "u"))
"""Letters side by side that look like one."""


def _looks(text: str) -> str:
    """The same for what looks the same."""
    text = text.translate(_MISREAD)
    for pair, one in _PAIRS:
        text = text.replace(pair, one)
    return text


def _read_alike(wanted: str, seen: str, *, strictly: bool) -> bool:
    """Word by word where there are as many, else letter by letter: "Open all day" is not "Open all night"."""
    from rapidfuzz.distance import Levenshtein

    if _looks(wanted) == _looks(seen):
        return True
    if NUMBER.findall(wanted) != NUMBER.findall(seen):
        return False
    ours, theirs = _TOKEN.findall(wanted), _TOKEN.findall(seen)
    if len(ours) == len(theirs):
        return all(_one_word(one, other, strictly) for one, other in zip(ours, theirs, strict=True))
    one, other = wanted.replace(" ", ""), seen.replace(" ", "")
    return Levenshtein.distance(one, other) <= max(1, int(len(one) * LIKE_BY_OCR / 2))


def _one_word(one: str, other: str, strictly: bool) -> bool:
    """Strictly: one letter of five or more, and not at the ends, where another word begins ("locked", "blocked") or
    ends ("sent", "send"). Else as many as a recogniser gets wrong, but no whole prefix ("available", "unavailable")."""
    from rapidfuzz.distance import Levenshtein

    if _looks(one) == _looks(other):
        return True
    if len(one) <= 3 or one[0].isdigit():
        return False
    apart = Levenshtein.distance(one, other)
    if strictly:
        return len(one) >= 5 and apart == 1 and one[0] == other[0] and one[-1] == other[-1]
    return apart <= (1 if len(one) < 9 else 2) and abs(len(one) - len(other)) <= 1


def _part(text: str, wanted: str, box: Box | None) -> Box | None:
    """Where in a line of text the words stand, by counting letters; a paragraph is not divided."""
    at = text.find(wanted)
    if box is None or at < 0 or len(text) == len(wanted) or box.w < 4 * box.h:
        return box
    return Box(box.x + int(box.w * at / len(text)), box.y, max(1, int(box.w * len(wanted) / len(text))), box.h)
