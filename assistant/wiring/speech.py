"""The mouth and the ear: voices, the loudspeaker, braille, the microphone."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import HearsightError, NoVoice
from assistant.phrases import say_in
from assistant.ports import Coming
from assistant.wiring.habits import language_of, manner_of

if TYPE_CHECKING:
    from assistant.ports import CaptureSource, Ear, Voice
    from assistant.settings import Settings
    from models.store import Store
    from speech.braille import BrailleMirror
    from speech.microphone import Microphone
    from speech.open_ear import OpenEar
    from speech.speaker import Speaker

log = logging.getLogger("hearsight.wiring")


def speaker_for(
    settings: Settings, on_event: Callable[[Any], None], keep_waiting: bool
) -> tuple[Speaker | None, HearsightError | None]:
    from speech.audio import AudioOut
    from speech.sound_card import SoundCard
    from speech.speaker import Speaker

    audio, voices = None, []
    try:
        voices = chosen_voices(settings)
        if settings.speech.voice != "console":
            card = SoundCard(settings.speech.device)
            audio = AudioOut(card, required=not keep_waiting and not shows_braille(voices))
    except HearsightError as error:
        log.warning("no speech: %s %s", error.spoken, error.detail)
        for voice in voices:
            voice.close()
        return None, error
    speaker = Speaker(
        voices,
        audio,
        manner_of(settings),
        on_event=on_event,
        earcons=settings.speech.earcons,  # type: ignore[arg-type]  # its rule allows just these
    )
    speaker.earcon_volume = settings.speech.earcon_volume
    return speaker, None


def shows_braille(voices: Sequence[Voice]) -> bool:
    """Whether a voice that shows instead of speaking has a display to show on now."""
    return any(voice.name == "braille" and isinstance(voice, Coming) and voice.there for voice in voices)


def chosen_voices(settings: Settings) -> list[Voice]:
    """Raises `errors.NoVoice`."""
    from speech.voices.choose import voices_for

    speech = settings.speech
    return voices_for(speech.voice, piper_folder(), braille=speech.braille, cells=speech.braille_cells)


def braille_mirror(settings: Settings) -> BrailleMirror:
    from speech.braille import BrailleMirror

    return BrailleMirror(settings.speech.braille_cells, on=mirrors_braille(settings))


def mirrors_braille(settings: Settings) -> bool:
    return settings.speech.braille == "also" and settings.speech.voice != "console"


@contextlib.contextmanager
def lone_mouth(settings: Settings) -> Iterator[Speaker]:
    """The speaker alone, with the sounds on, whatever the settings say. Raises `errors.NoSound`, `errors.NoVoice`."""
    wanted = settings.speech
    voice = "auto" if wanted.voice == "console" else wanted.voice
    volume = wanted.earcon_volume or 1.0
    speech = replace(wanted, voice=voice, earcons="sound", earcon_volume=volume, braille="off")
    speaker, trouble = speaker_for(replace(settings, speech=speech), lambda _: None, keep_waiting=False)
    if speaker is None:
        raise trouble or NoVoice()
    with contextlib.closing(speaker):
        yield speaker


def with_sign(source: CaptureSource, speaker: Speaker | None) -> CaptureSource:
    """The same source; a camera or a stream is heard when it opens."""
    from assistant.capture.camera import CameraSource

    if speaker is not None and isinstance(source, CameraSource) and source.source.live:
        source.source.on_open = lambda is_open: speaker.earcon("open") if is_open else None
    return source


def speaker_into(out: Path, settings: Settings, on_event: Callable[[Any], None]) -> Speaker:
    from speech.speaker import Speaker
    from speech.voices.choose import streaming_voice
    from speech.voices.wav import WavVoice

    voice = WavVoice(out, streaming_voice(settings.speech.voice, piper_folder()))
    return Speaker([voice], None, manner_of(settings), on_event=on_event)


def piper_folder() -> Path | None:
    """Of the neural voice, None when none is installed."""
    from models.store import Store

    store = Store()
    names = (name for name in store.names() if store.entry(name).kind == "voice" and store.installed(name))
    return next((store.path(name) for name in names), None)


def ears(settings: Settings, store: Store, speaker: Speaker | None) -> tuple[OpenEar | None, Ear | None]:
    """The microphone, and what records questions through it."""
    if not store.installed("silero-vad"):
        return None, None
    from speech.listener import Listener
    from speech.open_ear import OpenEar
    from speech.vad import SileroVad

    vad = store.path("silero-vad")
    open_ear = OpenEar(microphone_of(settings), SileroVad(vad))
    if speaker is not None and speaker.audio is not None:
        speaker.audio.taps.append(open_ear.played)
    return open_ear, Listener(vad, open_ear)


def microphone_of(settings: Settings) -> Microphone:
    from speech.microphone import SoundCardMicrophone

    return SoundCardMicrophone(settings.listening.device or None)


def braille_remarks(settings: Settings, speaker: Speaker) -> list[str]:
    """That braille alone was asked for and can't be had now."""
    if settings.speech.braille != "only" or settings.speech.voice == "console":
        return []
    if shows_braille(speaker.coming_voices):
        return []
    return [say_in(language_of(settings), "no_braille")]
