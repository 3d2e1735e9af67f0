"""Speech Dispatcher, the speech service of Linux desktops, directly over its socket (see `ssip`).

It plays by itself, with whatever synthesiser and voice the person has set up for all programs, and it queues what
Orca and Hearsight say one behind the other instead of over each other.
"""

from __future__ import annotations

import logging
import re
import threading
import time
import unicodedata
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from assistant import errors
from assistant.cancel import Cancelled
from speech.voices import scripts, ssip

if TYPE_CHECKING:
    from assistant.ports import SampleSink
    from assistant.types import Manner

log = logging.getLogger(__name__)

PATIENCE_S = 10.0
"""How long a message may wait for its turn (Orca may be speaking), or stay without a sign of life beyond what its
length explains."""
SLOWEST_CHARACTERS_A_SECOND = 4
"""80 words a minute is about 7."""
RATES_WPM = ((80, -100), (170, 0), (449, 100))
"""Words a minute and SSIP's rate: EspeakMinRate, EspeakNormalRate and EspeakMaxRate of Speech Dispatcher's espeak-ng
module. Other synthesisers are only near."""
_CLAUSE = re.compile(r"[.,;:!?。，；：！？]+\s*")
_ALIASES = {"zh": ("cmn-latn-pinyin", "cmn", "zh", "zh-cn"), "no": ("nb", "no"), "en": ("en-us", "en", "en-gb")}


class SpeechDispatcherVoice:
    """A `ports.Voice` that plays by itself. `priority` is SSIP's: "message" is heard before what programs read
    aloud ("text") and is not cut off by it.

    A server that dies in mid-sentence is started again, and the sentence goes on at the clause it died in.
    Raises `errors.NoVoice` when Speech Dispatcher is not installed.
    """

    name = "speech-dispatcher"
    streams = False

    def __init__(self, priority: str = "message") -> None:
        if not ssip.installed():
            raise errors.NoVoice(
                "Speech Dispatcher is not installed. Install speech-dispatcher and speech-dispatcher-espeak-ng."
            )
        self._priority = priority
        self._changed = threading.Condition()
        """Guards all below."""
        self._wire: ssip.Wire | None = None
        self._hushed = False
        self._ended: dict[str, str] = {}
        """Message -> "end" or "cancelled"."""
        self._messages: list[str] = []
        self._heard_to = 0
        """Index in the text of the last clause that began."""
        self._sign_of_life = 0.0
        self._languages: tuple[str, ...] | None = None

    def speak(self, text: str, manner: Manner, sink: SampleSink) -> None:
        """Returns when it was heard. Raises `Cancelled` when hushed, `errors.NoVoice` when the service fails twice
        or knows no voice for the language."""
        import numpy as np

        with self._changed:
            self._hushed = False
            self._heard_to = 0
        sink.write(np.zeros(0, np.float32))  # a hush before the line above is an era gone by now
        text = scripts.speakable(text)
        if not any(unicodedata.category(one)[0] in "LNS" for one in text) and not manner.spell:
            return  # some modules never tell the end of a message without a word
        try:
            self._say(text, manner, sink)
        except ssip.Lost as first:
            log.warning("Speech Dispatcher: %s; once more", first)
            self._drop_wire()
            try:
                self._say(text, manner, sink)
            except ssip.Lost as second:
                self._drop_wire()
                raise errors.NoVoice("Speech Dispatcher does not speak.", detail=f"{first}; {second}") from second

    def hush(self) -> None:
        with self._changed:
            self._hushed = True
            wire = self._wire
            self._changed.notify_all()
        if wire is not None:
            _cancel(wire)

    def languages(self) -> Sequence[str]:
        """BCP 47 tags of the synthesiser's voices. Asks the service the first time. Raises `errors.NoVoice`."""
        if self._languages is None:
            try:
                lines = self._connected().ask("LIST SYNTHESIS_VOICES")
            except ssip.Lost as error:
                self._drop_wire()
                raise errors.NoVoice("Speech Dispatcher does not start.", detail=str(error)) from error
            tags = {line.split("\t")[1].lower().replace("_", "-") for line in lines if line.count("\t")}
            tags |= {ours for ours, theirs in _ALIASES.items() if tags & set(theirs)}
            self._languages = tuple(sorted(tag for tag in tags if tag and " " not in tag and tag != "none"))
        return self._languages

    def close(self) -> None:
        with self._changed:
            self._hushed = True
            self._changed.notify_all()
        self._drop_wire()

    # -- one utterance ------------------------------------------------------------------------------------------

    def _say(self, text: str, manner: Manner, sink: SampleSink) -> None:
        """From the last clause that began. Raises `ssip.Lost`."""
        wire = self._connected()
        with self._changed:
            self._ended.clear()
            start, self._sign_of_life = self._heard_to, time.monotonic()
            # One list, so that events of earlier messages, which may still come, are told from those of these.
            messages = self._messages = []
        place = 0
        try:
            for tag, piece in scripts.runs(text, manner.language):
                after = place + len(piece)
                if after > start and (piece.strip() or manner.spell):
                    skipped = max(start - place, 0)
                    self._set_manner(wire, manner, self._known(tag) or self._known(manner.language, strict=True))
                    if self._hushed:
                        raise Cancelled
                    if manner.spell:
                        messages += [wire.spell(one) for one in piece[skipped:] if one != " "]
                    else:
                        messages.append(wire.speak(_marked(piece[skipped:], place + skipped)))
                place = after
            self._wait(wire, messages, sink, len(text))
        except Cancelled:
            _cancel(wire)  # the one of `hush` may have come before the last message
            raise

    def _wait(self, wire: ssip.Wire, messages: list[str], sink: SampleSink, length: int) -> None:
        import numpy as np

        nothing = np.zeros(0, np.float32)
        bound_s = PATIENCE_S + length / SLOWEST_CHARACTERS_A_SECOND
        with self._changed:
            while not all(one in self._ended for one in messages):
                if wire.lost:
                    raise ssip.Lost("the server went away")
                if not self._changed.wait_for(
                    lambda: self._hushed or wire.lost or all(one in self._ended for one in messages), 0.25
                ):
                    sink.write(nothing)
                    if time.monotonic() - self._sign_of_life > bound_s:
                        raise ssip.Lost("no sign of life")
                if self._hushed:
                    raise Cancelled
            if self._hushed:  # and the service told of it before this thread woke up
                raise Cancelled
            # By the person's own key for it, or by a more urgent message of another program: it was dealt with.
            if any(self._ended[one] == "cancelled" for one in messages):
                log.info("Speech Dispatcher cut a message off")

    def _set_manner(self, wire: ssip.Wire, manner: Manner, language: str) -> None:
        for command in (
            f"LANGUAGE {language}",
            f"RATE {_rate(manner.rate_wpm)}",
            f"PITCH {min(max(manner.pitch, 0), 100) * 2 - 100}",
            f"VOLUME {round(min(max(manner.volume, 0.0), 1.0) * 200) - 100}",
            "SSML_MODE ON",
            f"CAP_LET_RECOGN {'spell' if manner.spell else 'none'}",
        ):
            wire.post(f"SET SELF {command}")  # what the server refuses (a rate, a tag) stays as it was

    def _known(self, language: str, *, strict: bool = False) -> str:
        """The service's tag for a language; empty (`strict`: `errors.NoVoice`) when it has no voice for it."""
        tag = language.lower().replace("_", "-")
        if tag.split("-")[0] == "en":
            return tag if tag != "en" else "en-us"
        known = self.languages()
        for wanted in (tag, tag.split("-")[0]):
            for name in (*_ALIASES.get(wanted, ()), wanted):
                if name in known:
                    return name
        if strict:
            raise errors.NoVoice(f"Speech Dispatcher has no voice for the language {language}.")
        return ""

    # -- the connection -----------------------------------------------------------------------------------------

    def _connected(self) -> ssip.Wire:
        with self._changed:
            wire = self._wire
        if wire is None or wire.lost:
            self._drop_wire()
            wire = ssip.greeted(
                self._on_event,
                self._on_lost,
                (
                    "SET SELF CLIENT_NAME user:hearsight:main",
                    "SET SELF NOTIFICATION ALL ON",
                    f"SET SELF PRIORITY {self._priority}",
                ),
            )
            with self._changed:
                self._wire = wire
        return wire

    def _drop_wire(self) -> None:
        with self._changed:
            wire, self._wire = self._wire, None
        if wire is not None:
            wire.close()

    def _on_event(self, kind: str, message: str, mark: str) -> None:
        with self._changed:
            self._sign_of_life = time.monotonic()
            if kind == "mark" and mark.isdigit() and message in self._messages:
                self._heard_to = max(self._heard_to, int(mark))
            elif kind in ("end", "cancelled"):
                self._ended[message] = kind
            self._changed.notify_all()

    def _on_lost(self) -> None:
        with self._changed:
            self._changed.notify_all()


def _cancel(wire: ssip.Wire) -> None:
    try:
        wire.post("CANCEL SELF")
    except ssip.Lost:
        log.info("nothing to cancel: Speech Dispatcher has gone")


def _rate(wpm: int) -> int:
    (low, bottom), (middle, zero), (high, top) = RATES_WPM
    wpm = min(max(wpm, low), high)
    if wpm <= middle:
        return round(bottom + (wpm - low) * (zero - bottom) / (middle - low))
    return round(zero + (wpm - middle) * (top - zero) / (high - middle))


def _marked(piece: str, place: int) -> str:
    """SSML with a mark at each clause, named for its index in the whole text."""
    parts, start = [], 0
    for match in _CLAUSE.finditer(piece):
        parts.append(escape(piece[start : match.end()]))
        start = match.end()
        if start < len(piece):
            parts.append(f'<mark name="{place + start}"/>')
    parts.append(escape(piece[start:]))
    return f"<speak>{''.join(parts)}</speak>"
