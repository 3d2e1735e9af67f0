"""A second look where the evidence can't tell: does the picture match the sentence better than a changed one, and does
the model say it again?

The first is the image-text matching objective of CLIP, SigLIP and BLIP-ITM, used as a contest: the sentence against
foils of its own, in which one colour, one object or one number is another (as FOIL-COCO, Shekhar et al. 2017, makes
them). The second is SelfCheckGPT's (Manakul et al. 2023): what a model invents, it invents differently next time.
Sameness lifts nothing, since a model may insist; difference lowers.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from assistant.errors import ModelTrouble
from models.guard.known import stem
from models.guard.sentence import Sentence

if TYPE_CHECKING:
    from assistant.types import Pixels

log = logging.getLogger(__name__)

Match = Callable[["Pixels", Sequence[str]], Sequence[float]]
"""(h, w, 3) uint8 RGB and n texts -> n scores, higher where the text fits better; comparable within one call."""

MARGIN = 0.10
"""By how much of the range of the scores the sentence must beat its best foil, or a foil the sentence."""
LEAST = 0.05
"""A score (0..1) below which a text doesn't fit at all: then neither it nor a foil decides. A choice: no weights of a
matching model were at hand to measure it with."""
AGAIN_LEAST = 0.25
"""Share of a sentence's own words below which the second sample has told of something else."""
MOST_FOILS = 6


@dataclass(slots=True)
class SecondLook:
    """`match`: an image-text matching model, if one is installed; one that failed is not asked again, since each time
    would cost a wait for it. `again`: another sampled text of the same model about the same picture, if one was made.
    For one picture, on one thread."""

    match: Match | None = None
    again: str | None = None

    def judge(self, sentence: Sentence, pixels: Pixels | None) -> tuple[bool | None, str]:
        """True: lifts a doubt. False: speaks against the sentence. None: tells nothing. And why."""
        if self.again is not None and _told_again(sentence, self.again) < AGAIN_LEAST:
            return False, "the model told of something else when asked again"
        if self.match is None or pixels is None:
            return None, "no second look"
        others = foils(sentence)
        if not others:
            return None, "nothing to compare the sentence with"
        try:
            scores = [float(score) for score in self.match(pixels, [sentence.text, *others])]
        except ModelTrouble as error:
            log.warning("no second look: %s", error)
            self.match = None
            return None, "the matching model failed"
        if not all(map(math.isfinite, scores)):
            return None, "the matching model gave no numbers"
        own, best = scores[0], max(scores[1:])
        apart = (own - best) / max(1e-9, max(scores) - min(scores))
        if apart >= MARGIN and own >= LEAST:
            return True, "the picture matches it better than other sentences like it"
        if apart <= -MARGIN and best >= LEAST:
            return False, "the picture matches another sentence like it better"
        return None, "the picture matches other sentences like it as well"


def foils(sentence: Sentence) -> list[str]:
    """The sentence with one colour, object or number changed, at most `MOST_FOILS`, spread over what can be changed."""
    kinds = [
        list(_swapped(sentence, table))
        for table in (sentence.words.colours, sentence.words.objects, sentence.words.numbers)
    ]
    mixed: list[str] = []
    while any(kinds) and len(mixed) < MOST_FOILS:
        for kind in kinds:
            if kind and len(mixed) < MOST_FOILS:
                mixed.append(kind.pop(0))
    return mixed


def _swapped(sentence: Sentence, table: Mapping[str, Any]) -> Iterator[str]:
    """Each word of the table that the sentence has, by words that mean something else."""
    others = list(dict.fromkeys(table.values()))
    word_of: dict[Any, str] = {}
    for word, meaning in table.items():
        word_of.setdefault(meaning, word)
    for match in sentence.words.pattern(table).finditer(sentence.open):
        meaning = table[match[0].casefold()]
        at = others.index(meaning)
        for step in (1, 3, 7):
            other = others[(at + step) % len(others)]
            if other != meaning and other not in ("dark", "light"):
                yield sentence.text[: match.start()] + word_of[other] + sentence.text[match.end() :]


def _told_again(sentence: Sentence, again: str) -> float:
    """Share of the sentence's own words that the other text has, too; 1 where it has none of its own."""
    if not sentence.words.spaced:
        own = {pair for run in re.findall(r"[\u4e00-\u9fff]+", sentence.text) for pair in pairwise(run)}
        other = {pair for run in re.findall(r"[\u4e00-\u9fff]+", again) for pair in pairwise(run)}
        return len(own & other) / len(own) if own else float(sentence.text.strip(" 。！") in again)
    words = {
        stem(word)
        for word in re.findall(r"[^\W_]+", sentence.text.casefold())
        if word not in sentence.words.plain and (len(word) > 2 or word.isdigit() or word in sentence.words.yes_no)
    }
    told = {stem(word) for word in re.findall(r"[^\W_]+", again.casefold())}
    return len(words & told) / len(words) if words else 1.0
