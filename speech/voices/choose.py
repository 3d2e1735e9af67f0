"""Which voices there are on this computer, and in what order they are tried."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import DeviceMissing, HearsightError, NoVoice
from assistant.ports import Coming

if TYPE_CHECKING:
    from assistant.ports import Voice


def _espeak() -> Voice:
    from speech.voices.espeak import EspeakVoice

    return EspeakVoice()


def _system() -> Voice:
    from speech.voices.system import SystemVoice

    return SystemVoice()


def _console() -> Voice:
    from speech.voices.console import ConsoleVoice

    return ConsoleVoice()


def _speech_dispatcher() -> Voice:
    from speech.voices.speech_dispatcher import SpeechDispatcherVoice

    return SpeechDispatcherVoice()


def _screen_reader() -> Voice:
    from speech.voices.screen_reader import ScreenReaderVoice

    return ScreenReaderVoice(wait=True)  # one that is started later is spoken through from then on


def _braille(cells: int) -> Voice:
    from speech.braille import BrailleVoice

    return BrailleVoice(cells)


VOICES: dict[str, Callable[[], Voice]] = {
    "screen-reader": _screen_reader,
    "espeak": _espeak,
    "speech-dispatcher": _speech_dispatcher,
    "system": _system,
}
SPOKEN = ("screen-reader", "espeak", "speech-dispatcher", "piper", "system")
"""In the order "auto" tries them: the screen reader, if one runs, since two voices at once are none; then the one that
is heard soonest. "auto" never prints instead of speaking."""


def _make(name: str, piper: Path | None, *, chosen: bool) -> Voice:
    """Raises `DeviceMissing` for a voice that is not there."""
    if name != "piper":
        return VOICES[name]()
    if piper is None:
        raise NoVoice("The neural voice is not installed. Run: hearsight models install piper-joe")
    from assistant.types import Manner
    from speech.voices.piper import PiperVoice

    voice = PiperVoice(piper, must_keep_up=not chosen)
    if chosen:
        voice.prepare("Yes.", Manner())  # loads the model before the first sentence is there
    return voice


def voices_for(setting: str, piper: Path | None = None, *, braille: str = "also", cells: int = 40) -> list[Voice]:
    """The voice that `setting` names, then those that may stand in for it. `piper`: folder of its model, if any.
    `braille` "only": the braille display before any of them; "off": the screen reader shows nothing.

    Raises `NoVoice` when there is none."""
    if setting == "console":
        return [_console()]
    order = SPOKEN if setting == "auto" else (setting, *(name for name in SPOKEN if name != setting))
    found: list[Voice] = []
    for name in order:
        try:
            found.append(_make(name, piper, chosen=name == setting))
        except DeviceMissing:
            continue
    there = [voice for voice in found if _there(voice)]
    if not there or (len(there) == 1 and not _works(there[0])):
        for voice in found:
            voice.close()
        raise NoVoice
    if braille == "only":
        with contextlib.suppress(NoVoice):  # without the bridge: whoever asked for it is told
            found.insert(0, _braille(cells))
    for voice in found:
        if braille == "off" and voice.name == "screen-reader":
            voice.braille = False  # type: ignore[attr-defined]
    return found


def _there(voice: Voice) -> bool:
    return not isinstance(voice, Coming) or voice.there


def streaming_voice(setting: str, piper: Path | None = None) -> Voice:
    """The voice that `setting` names if its sound can be had as samples, else espeak-ng. Raises `NoVoice`."""
    if setting == "piper" and piper is not None:
        return _make("piper", piper, chosen=True)
    return _espeak()


def _works(voice: Voice) -> bool:
    """A voice that stands in for a better one is believed; the only one there is must prove itself."""
    try:
        voice.languages()  # pyttsx3 tells of a missing engine only when it is started
    except HearsightError:
        voice.close()
        return False
    return True


def available(piper: Path | None = None) -> list[tuple[str, str | None]]:
    """Each voice with None when it works, else one sentence on why it does not. Some hundred milliseconds."""
    result: list[tuple[str, str | None]] = []
    for name in SPOKEN:
        try:
            voice = _make(name, piper, chosen=False)
        except HearsightError as error:
            result.append((name, error.spoken))
            continue
        works = _works(voice)
        trouble = None if works else "It does not start."
        if not _there(voice):
            trouble = "No screen reader is running."
        voice.close()
        result.append((name, trouble))
    return result
