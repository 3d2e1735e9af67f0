"""One thing to say, and how a voice gets it."""

from __future__ import annotations

import logging
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.cancel import Cancelled
from speech import words
from speech.words.spelling import spelled

if TYPE_CHECKING:
    from assistant.ports import Voice
    from assistant.types import Manner, Samples, Spelling, Tune

log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Utterance:
    text: str
    era: int
    language: str | None
    spelling: Spelling | None = None
    mark: int | None = None
    """Whoever hands it in knows it again by this."""
    tune: Tune | None = None
    """Tones instead of words."""
    fleeting: bool = False
    """A word in place of an earcon: nothing is told of it, and whatever is said next cuts it off."""
    ended: bool = False
    voice: str = ""

    def as_read(self, voice: Voice, manner: Manner) -> tuple[str, Manner]:
        """What `voice` reads for it. Here, and only here, text as it stands on the screen becomes text as it is said:
        events, history and what is printed keep it as it was."""
        if getattr(voice, "verbatim", False) and self.spelling != "phonetic":
            return self.text, replace(manner, spell=manner.spell or self.spelling is not None)
        if self.spelling is not None:
            return spelled(self.text, manner.language, self.spelling), manner
        if manner.spell:
            return self.text, manner
        try:
            return words.spoken(self.text, manner.language, manner.punctuation), manner
        except Exception as error:  # noqa: BLE001 - badly read is better than not read
            log.warning("a text was not put into words: %s", type(error).__name__)
            return self.text, manner


class Unheard:
    """The sink of a voice that plays by itself: tells whether the utterance is still wanted, takes no sound."""

    rate = 16_000

    def __init__(self, utterance: Utterance) -> None:
        self._utterance = utterance

    def write(self, samples: Samples) -> None:
        if self._utterance.ended:
            raise Cancelled
