"""Which voices there are on this computer, and in what order they are tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from assistant.errors import DeviceMissing, HearsightError, NoVoice

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


VOICES: dict[str, Callable[[], Voice]] = {"espeak": _espeak, "system": _system, "console": _console}
"""In the order "auto" tries them: the one that is heard soonest first. "auto" never prints instead of speaking."""
SPOKEN = ("espeak", "system")


def voices_for(setting: str) -> list[Voice]:
    """The voice that `setting` names, then those that may stand in for it. Raises `NoVoice` when there is none."""
    if setting == "console":
        return [_console()]
    order = SPOKEN if setting == "auto" else (setting, *(name for name in SPOKEN if name != setting))
    found: list[Voice] = []
    for name in order:
        try:
            found.append(VOICES[name]())
        except DeviceMissing:
            continue
    if not found or (len(found) == 1 and not _works(found[0])):
        raise NoVoice
    return found


def _works(voice: Voice) -> bool:
    """A voice that stands in for a better one is believed; the only one there is must prove itself."""
    try:
        voice.languages()  # pyttsx3 tells of a missing engine only when it is started
    except HearsightError:
        voice.close()
        return False
    return True


def available() -> list[tuple[str, str | None]]:
    """Each voice with None when it works, else one sentence on why it does not. Some hundred milliseconds."""
    result: list[tuple[str, str | None]] = []
    for name in SPOKEN:
        try:
            voice = VOICES[name]()
        except HearsightError as error:
            result.append((name, error.spoken))
            continue
        works = _works(voice)
        voice.close()
        result.append((name, None if works else "It does not start."))
    return result
