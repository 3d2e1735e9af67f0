"""A pause in a spoken question: is it over? What was said so far is recognised meanwhile, so that the answer need not
wait for it; and the words tell a pause for thought ("where is the ...") from the end.

If the speaker goes on, that recognition is thrown away and the next pause starts another.
"""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING

from assistant.cancel import Cancelled, Token
from assistant.commands import parse_command
from assistant.languages import language as language_named

if TYPE_CHECKING:
    from collections.abc import Callable

    from assistant.types import Clip, Transcript

SURE = 0.7
"""Confidence from which a sentence with its full stop is taken for a whole one. tiny.en has 0.8 to 0.95 on clear
questions and 0.4 to 0.7 where it guesses."""
FEWEST_WORDS = 3
"""A shorter utterance that is no command ("What is") may be the start of anything."""
POLL_S = 0.02


def seems_finished(text: str, language: str, confidence: float | None) -> bool | None:
    """Whether these words are a whole question: True, False (the next word is missing), None (can't tell)."""
    plain = " ".join(re.sub(r"[^\w\s']", " ", text.lower()).split())
    if not plain:
        return None
    if parse_command(text, language, 0.0) is not None:
        return True
    words = language_named(language)
    if words.open_end.fullmatch(plain) or text.rstrip().endswith((",", "...", "…", "-", "，", "、")):
        return False
    count = len(plain.split()) if words.spaced else len(plain) // 2
    if count < FEWEST_WORDS or words.rare_end.fullmatch(plain) or (confidence is not None and confidence < SURE):
        return None
    return True if text.rstrip().endswith((".", "?", "!", "。", "？", "！")) else None


class EarlyWords:
    """A `ports.TurnJudge` that recognises at each pause. `paused`, `resumed` and `finished` return at once."""

    def __init__(self, transcribe: Callable[[Clip, Token], Transcript], token: Token, language: str) -> None:
        """`transcribe` may block and is called on a thread of its own; `token` is the turn's."""
        self._transcribe = transcribe
        self._token = token
        self._language = language
        self._attempt: _Attempt | None = None

    def paused(self, clip: Clip) -> None:
        self.resumed()
        self._attempt = _Attempt(self._transcribe, clip, Token(self._token))

    def resumed(self) -> None:
        if self._attempt is not None:
            self._attempt.token.cancel()
            self._attempt = None

    def finished(self) -> bool | None:
        if self._attempt is not None and not self._attempt.done.is_set():
            return False  # the answer needs the words, too: nothing is gained by ending before they are known
        found = self._attempt.transcript if self._attempt is not None else None
        return None if found is None else seems_finished(found.text, self._language, found.confidence)

    @property
    def heard_s(self) -> float:
        """Up to where the sound goes that is being recognised, in seconds; 0 while there is none."""
        return self._attempt.seconds if self._attempt is not None else 0.0

    def transcript(self) -> Transcript | None:
        """What was said before the last pause, as soon as it is known; None when the speaker went on after it, or
        when it could not be recognised. Raises `Cancelled`."""
        attempt = self._attempt
        if attempt is None:
            return None
        while not attempt.done.wait(POLL_S):
            self._token.check()
        self._token.check()
        return attempt.transcript


class _Attempt:
    """One recognition on a thread of its own."""

    def __init__(self, transcribe: Callable[[Clip, Token], Transcript], clip: Clip, token: Token) -> None:
        self.token = token
        self.seconds = clip.seconds
        self.done = threading.Event()
        self.transcript: Transcript | None = None
        threading.Thread(target=self._run, args=(transcribe, clip), name="early-words", daemon=True).start()

    def _run(self, transcribe: Callable[[Clip, Token], Transcript], clip: Clip) -> None:
        try:
            self.transcript = transcribe(clip, self.token)
        except (Exception, Cancelled):  # noqa: BLE001 - it is tried again once the question is over, and told then
            self.transcript = None
        finally:
            self.done.set()
