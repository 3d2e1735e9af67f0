"""From the pieces that a model writes to whole sentences, and where to stop it.

A model is stopped when its time is up or when it goes round in circles. Then, and where it used up its tokens, the
sentence that it was in is not given: half a sentence may say the opposite of the whole.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from assistant.sentences import sentences
from models.vlm.thoughts import Aloud

if TYPE_CHECKING:
    from assistant.types import Verbosity

_CIRCLE = re.compile(r"(.{1,80}?)\1{3,}$", re.S)
"""The same thing four times over, at the end."""
CIRCLE_CHARS = 24
"""So long it must be: "very, very, very, very" is none."""
TAIL = 420
SAME_THREE_WORDS = 5
"""So often three words in a row may come in one sentence."""
SAME_SENTENCES = 2
"""So many sentences that were there before end it."""
END_MARKS = ".!?。！？"
CLOSERS = "\"'”’»)]}」』）】》"

Ending = Literal["going", "own", "tokens", "time", "circles"]


@dataclass(frozen=True, slots=True)
class Budget:
    """What a model may use, by how much is wanted. Seconds count from its first word: loading and looking are not its
    writing."""

    tokens: int
    seconds: float


BUDGETS: dict[Verbosity, Budget] = {
    "brief": Budget(48, 15.0),
    "normal": Budget(160, 40.0),
    "full": Budget(420, 120.0),
}
"""A short sentence is some 20 tokens of English and 30 of German; a slow CPU writes 3 a second."""
ANSWER = Budget(96, 30.0)


class Ended(NamedTuple):
    """The last piece of a stream whose runner knows how it ended; a `models.vlm.captioner.Piece` with one more item."""

    text: str
    probability: float | None
    cut: bool
    """It had to stop at its last token."""


class Reading:
    """The sentences of one stream of pieces (`models.vlm.captioner.Piece`), each with the mean probability of its
    words, None where the model doesn't tell. Closing `sentences` closes the stream, which stops the model."""

    def __init__(
        self,
        pieces: Iterator[Any],
        budget: Budget,
        *,
        limited: bool = True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """`limited`: the model was told the budget's tokens. A piece that says by `cut` whether it is the last that
        fitted is believed; else the length of the text tells whether it may have been cut."""
        self._pieces = pieces
        self._budget = budget
        self._limited = limited
        self._clock = clock
        self._chances: list[tuple[float, int]] = []
        self.text = ""
        """All that was written, but for thoughts."""
        self.ending: Ending = "going"

    def sentences(self) -> Iterator[tuple[str, float | None]]:
        mean: float | None = None
        before: set[str] = set()
        again = 0
        with closing(self._texts()) as texts:  # type: ignore[type-var]  # a generator has `close`
            for sentence in sentences(texts):
                if self.ending != "going" and not self._is_whole(sentence):
                    return
                if self._chances:  # else it came in the same piece as the one before
                    words = sum(count for _, count in self._chances)
                    mean = sum(chance * count for chance, count in self._chances) / words
                    self._chances.clear()
                folded = " ".join(sentence.casefold().split())
                if folded in before:
                    again += 1
                    if again == SAME_SENTENCES:
                        self.ending = "circles"
                        return
                    continue
                before.add(folded)
                yield sentence, mean

    def _texts(self) -> Iterator[str]:
        end: float | None = None
        cut: bool | None = None
        aloud = Aloud()
        try:
            for piece in self._pieces:
                text, probability = aloud.heard(piece[0]), piece[1]
                cut = getattr(piece, "cut", cut)
                if end is None:
                    end = self._clock() + self._budget.seconds
                if text:
                    self.text += text
                    if probability is not None:
                        self._chances.append((probability, max(1, len(text.split()))))
                    if in_circles(self.text):
                        self.ending = "circles"
                        return
                    yield text
                if self._clock() > end:
                    self.ending = "time"
                    return
            if rest := aloud.rest():
                self.text += rest
                yield rest
            self.ending = "tokens" if (self._may_be_cut() if cut is None else cut) else "own"
        finally:
            if hasattr(self._pieces, "close"):
                self._pieces.close()

    def _may_be_cut(self) -> bool:
        """A token is seldom less than one Latin letter, or less than a third of a Chinese one."""
        wide = sum("\u2e80" <= char <= "\uffef" for char in self.text)
        return self._limited and len(self.text) - wide + 3 * wide >= self._budget.tokens

    def _is_whole(self, last: str) -> bool:
        """Of what is left when nothing more comes."""
        if self.ending == "own":
            return True
        if self.ending == "circles":
            return False
        bare = last.rstrip().rstrip(CLOSERS)
        # "It costs 3." may have been going to be 3.50, and "..." is no end.
        return bare[-1:] in END_MARKS and not bare.endswith("..") and not bare[-2:-1].isdigit()


def in_circles(text: str) -> bool:
    """Whether the end of a text repeats itself without end."""
    tail = text[-TAIL:]
    found = _CIRCLE.search(tail)
    if found is not None and len(found[0]) >= CIRCLE_CHARS and any(char.isalnum() for char in found[1]):
        return True
    sentence = re.split(r"[.!?。！？]\s", tail)[-1].casefold().split()
    threes = [tuple(sentence[at : at + 3]) for at in range(len(sentence) - 2)]
    return any(threes.count(three) >= SAME_THREE_WORDS for three in threes[-4:])
