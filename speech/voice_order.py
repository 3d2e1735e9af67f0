"""Which voice is asked first, and what is said when it has failed."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.languages import LANGUAGES
from assistant.languages import language as language_named
from assistant.ports import Coming

if TYPE_CHECKING:
    from assistant.ports import Voice
    from speech.watchdog import Watchdog

log = logging.getLogger(__name__)

RETRY_S = 60.0
"""A voice that failed is asked last for so long; then it is the first choice again."""
NOTES = {tag: language_named(tag).other_voice for tag in LANGUAGES}
"""Said once for each voice that fails, by the one that takes over."""


class VoiceOrder:
    """The voices, best first, and how they did. Used by the speaker's thread only; `voices` may be read by any."""

    def __init__(self, voices: Sequence[Voice], watchdog: Watchdog) -> None:
        self.voices = tuple(voices)
        self._watchdog = watchdog
        self._failed_at: dict[tuple[Voice, str], float] = {}
        """(voice, language) -> `time.monotonic()`."""
        self._noted: set[Voice] = set()
        self._unsaid_notes: set[Voice] = set()

    def usable(self, language: str, *, heard: bool) -> list[Voice]:
        """Those that work, then those that failed a short while ago; none that hangs, and none that can't be heard
        (`heard`: there is a device for voices that stream) or whose speaker is away."""
        usable = [
            voice
            for voice in self.voices
            if (heard or not voice.streams)
            and not self._watchdog.hangs(voice)
            and (not isinstance(voice, Coming) or voice.there)
        ]
        return sorted(usable, key=lambda voice: self._failed_lately(voice, language))

    def _failed_lately(self, voice: Voice, language: str) -> bool:
        """A screen reader that was started again is as good as new."""
        failed_at = self._failed_at.get((voice, language))
        if failed_at is None or (isinstance(voice, Coming) and voice.there_since > failed_at):
            return False
        return time.monotonic() - failed_at < RETRY_S

    def failed(self, voice: Voice, language: str, failure: Exception) -> None:
        log.warning("the voice %s failed: %s", voice.name, in_the_log(failure))
        self._failed_at[voice, language] = time.monotonic()
        self._unsaid_notes |= {voice} - self._noted

    def note(self, language: str) -> str:
        """What to say first when another voice takes over; empty when that was said before."""
        if not self._unsaid_notes:
            return ""
        self._noted |= self._unsaid_notes
        self._unsaid_notes = set()
        return NOTES.get(language.split("-")[0], NOTES["en"])

    def replace(self, voices: Sequence[Voice]) -> None:
        """Other voices, of which nothing bad is known."""
        self.voices = tuple(voices)
        self._failed_at.clear()
        self._noted.clear()
        self._unsaid_notes.clear()


def in_the_log(failure: Exception) -> str:
    """Without its message, which may quote what was to be said (an encoding error has all of it)."""
    return f"{type(failure).__name__} {getattr(failure, 'detail', '')}".strip()
