"""What a narrator would say: a claim, when it may be said, and how it is put in fewer words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.types import Claim
from models.grounded.budget import shortened
from models.grounded.phrases import Phrases
from models.grounded.wording import word_count


@dataclass(frozen=True, slots=True)
class Draft:
    """A claim, and whether it may only be said once nothing more will be found."""

    claim: Claim
    final: bool = False
    running: bool = False
    """A part of running text: where one is left out for want of words, those after it would make no sense."""
    shorter: Callable[[int], str | None] | None = None
    """Says it in at most so many words, or not at all."""

    def within(self, words: int) -> Claim | None:
        """The claim in at most `words` words; None where that can't be."""
        if word_count(self.claim.text) <= words:
            return self.claim
        text = self.shorter(words) if self.shorter is not None and words > 0 else None
        return replace(self.claim, text=text) if text and word_count(text) <= words else None


def first_fit(wordings: Sequence[str]) -> Callable[[int], str | None]:
    """The first, most telling wording that has few enough words."""
    return lambda words: next((one for one in wordings if one and word_count(one) <= words), None)


def beginning(text: str, p: Phrases, before: str = "") -> Callable[[int], str | None]:
    """`before` ("Error: ") and as much of the text as fits, up to the end of a sentence or clause."""

    def shorter(words: int) -> str | None:
        cut = shortened(text, words - word_count(before), p)
        return None if cut is None else before + cut

    return shorter
