"""What the settings say, as the rooms want to hear it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.camera_keys import CameraWishes
from assistant.hands_free import Wishes
from assistant.languages import primary_tag
from assistant.telling import Habits
from assistant.types import Manner

if TYPE_CHECKING:
    from assistant.settings import Settings


def habits_of(settings: Settings) -> Habits:
    return Habits(
        verbosity=settings.describe.verbosity,  # type: ignore[arg-type]  # its rule allows just these
        language=language_of(settings),
        engine=settings.describe.engine,
        say_back=settings.speech.say_back,
        longest_question_s=settings.listening.max_s,
        earcons_as_words=settings.speech.earcons == "words",
        acting=settings.acting.allowed,  # type: ignore[arg-type]  # its rule allows just these
        private=settings.history.private,
        programs=settings.programs,
        second_press_s=settings.describe.second_press_s if settings.describe.second_press == "changes" else None,
    )


def language_of(settings: Settings) -> str:
    """The language to speak: the one set, else the system's if there is a file for it, else English."""
    if settings.describe.language != "auto":
        return settings.describe.language
    import locale
    import os

    name = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or locale.getlocale()[0]
    return primary_tag(name or "") or "en"


def wishes_of(settings: Settings) -> Wishes:
    """What the microphone may be open for."""
    listening = settings.listening
    return Wishes(listening.hands_free, listening.wake_phrase, listening.barge_in)


def camera_wishes_of(settings: Settings) -> CameraWishes:
    camera = settings.camera
    return CameraWishes(camera.source, camera.density, camera.allowed)  # type: ignore[arg-type]  # by its rule


def manner_of(settings: Settings) -> Manner:
    return Manner(
        rate_wpm=settings.speech.rate_wpm,
        pitch=settings.speech.pitch,
        volume=settings.speech.volume,
        punctuation=settings.speech.punctuation,  # type: ignore[arg-type]  # its rule allows just these
        language=language_of(settings),
    )
