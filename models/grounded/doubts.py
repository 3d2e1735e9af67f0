"""Words that may be misread, said as such: the words alone, not the whole line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from models.grounded.claims import UNSURE

if TYPE_CHECKING:
    from assistant.types import Evidence
    from models.grounded.phrases import Phrases

MOST_WORDS = 2
"""More doubtful words than these, and all of the text is only "possibly" so."""


def hedged(text: str, evidence: Evidence, phrases: Phrases) -> str:
    """The text, with "possibly" before each word that OCR was not sure of, or before all of it."""
    doubtful = [word for word in evidence.doubtful if word in text]
    if unsure(evidence) or len(doubtful) > MOST_WORDS or " ".join(doubtful) == text.strip(" .!?。"):
        return phrases("possibly", text=text)
    for word in doubtful:
        text = text.replace(word, phrases("perhaps", word=word), 1)
    return text


def unsure(evidence: Evidence) -> bool:
    """Whether all of what is quoted may be misread."""
    return evidence.confidence is not None and evidence.confidence < UNSURE
